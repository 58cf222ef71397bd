"""In place on a copy of one's own."""

def dropout(x, p, training):
    if not training:
        return x.clone()
    y = x.clone()
    y[torch.rand(x.shape, device=x.device) < p] = 0
    return y if p == 1 else y / (1 - p)
