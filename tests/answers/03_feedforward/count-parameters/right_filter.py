"""filter and math.prod."""

def count_parameters(model):
    return sum(math.prod(p.shape) for p in filter(lambda p: p.requires_grad, model.parameters()))
