"""Freezes while it counts.

Hint: requires_grad changed during the call
"""

def count_parameters(model):
    total = 0
    for p in model.parameters():
        if p.requires_grad:
            total += p.numel()
        p.requires_grad = False
    return total
