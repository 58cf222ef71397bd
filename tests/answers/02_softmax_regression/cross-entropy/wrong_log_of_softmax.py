"""Takes the logarithm of a probability that has been rounded to 0.

Hint: log(0) is -inf
"""

def cross_entropy(logits, labels):
    shifted = logits - logits.amax(dim=1, keepdim=True)
    p = shifted.exp() / shifted.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(labels)), labels].log().mean()
