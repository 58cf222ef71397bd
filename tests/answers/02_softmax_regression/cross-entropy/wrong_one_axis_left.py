"""The result keeps an axis.

Hint: expected shape ()
"""

def cross_entropy(logits, labels):
    rows = torch.arange(len(labels))
    return (torch.logsumexp(logits, dim=1) - logits[rows, labels]).mean(dim=0, keepdim=True)
