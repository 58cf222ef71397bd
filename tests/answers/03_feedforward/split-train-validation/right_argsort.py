"""Order by random numbers."""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.rand(len(x), generator=generator).argsort()
    n = round(fraction * len(x))
    m = torch.zeros(len(x), dtype=torch.bool)
    validation, train = order.tensor_split([n])
    return x.index_select(0, train), y[train], x.index_select(0, validation), y[validation]
