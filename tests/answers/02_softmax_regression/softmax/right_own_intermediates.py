"""Works in place on its own intermediate values."""

def softmax(logits):
    values = logits - logits.max(dim=-1, keepdim=True).values
    values = torch.exp(values)
    return torch.div(values, torch.sum(values, -1, True))
