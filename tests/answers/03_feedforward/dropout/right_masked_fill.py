"""masked_fill and the multiplication by a factor."""

def dropout(x, p, training):
    if training and p > 0:
        factor = 1 / (1 - p) if p < 1 else 1.0
        x = factor * x.masked_fill(torch.empty_like(x).uniform_() < p, 0.0)
    return x
