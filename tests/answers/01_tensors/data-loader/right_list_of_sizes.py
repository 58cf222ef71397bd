"""Notes all sizes."""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


sizes = [len(labels) for _, labels in make_loader(train_set)]
num_batches, last_size = len(sizes), sizes[-1]
