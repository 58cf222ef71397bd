"""The mask by torch.bernoulli, scaled before it is applied."""

def dropout(x, p, training):
    if training and p > 0:
        mask = torch.bernoulli(torch.full_like(x, 1 - p))
        if p < 1:
            mask = mask / (1 - p)
        x = x * mask
    return x
