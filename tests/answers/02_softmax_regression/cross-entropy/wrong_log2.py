"""Takes the logarithm to base 2.

Hint: the natural logarithm
"""

def cross_entropy(logits, labels):
    largest = logits.amax(dim=1, keepdim=True)
    log_sum = (logits - largest).exp().sum(dim=1).log2() + largest.squeeze(1)
    return (log_sum - logits[torch.arange(len(labels)), labels]).mean()
