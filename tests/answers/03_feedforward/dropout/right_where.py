"""torch.where chooses between values, so p = 1 needs no case of its own."""

def dropout(x, p, training):
    if not training:
        return x.clone()
    dropped = torch.rand(x.shape, device=x.device) < p
    return torch.where(dropped, torch.zeros_like(x), x / max(1 - p, 1e-12))
