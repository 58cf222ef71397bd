"""Biases are left out.

Hint: Is the bias counted?
"""

def count_parameters(model):
    return sum(p.numel() for name, p in model.named_parameters() if p.requires_grad and "bias" not in name)
