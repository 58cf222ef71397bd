"""Only matrices and vectors count.

Hint: a tensor without axes holds one number
"""

def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and p.ndim)
