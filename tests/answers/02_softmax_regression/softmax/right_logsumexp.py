"""Subtracts the log of the sum of exponentials, then takes one exponential."""

def softmax(logits):
    return (logits - torch.logsumexp(logits, dim=-1, keepdim=True)).exp()
