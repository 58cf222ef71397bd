"""Shuffle everything first, then split; validation is the end of the order."""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(y.shape[0], generator=generator)
    x, y = x.index_select(0, order), y.index_select(0, order)
    cut = len(y) - round(len(y) * fraction)
    (x_train, x_validation), (y_train, y_validation) = x.tensor_split([cut]), y.tensor_split([cut])
    return x_train, y_train, x_validation, y_validation
