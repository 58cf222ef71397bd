"""Through torch.utils.data, as a list."""

from torch.utils.data import TensorDataset, random_split


def split_train_validation(x, y, fraction, generator=None):
    n = round(fraction * len(x))
    if generator is None:
        generator = torch.default_generator
    train, validation = random_split(TensorDataset(x, y), [len(x) - n, n], generator=generator)
    train, validation = torch.tensor(train.indices).long(), torch.tensor(validation.indices).long()
    return [x[train], y[train], x[validation], y[validation]]
