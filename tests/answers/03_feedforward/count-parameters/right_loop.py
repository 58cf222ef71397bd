"""A loop with the product of the shape."""

def count_parameters(model):
    total = 0
    for _, parameter in model.named_parameters():
        if parameter.requires_grad:
            entries = 1
            for size in parameter.shape:
                entries *= size
            total += entries
    return total
