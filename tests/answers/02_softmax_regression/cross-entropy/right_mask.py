"""Picks by a mask, sums, divides."""

def cross_entropy(logits, labels):
    mask = labels[:, None] == torch.arange(logits.shape[1])
    return (logits.logsumexp(-1).sum() - logits[mask].sum()) / labels.numel()
