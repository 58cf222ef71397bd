"""Looks at the size of the first batch.

Hint: Loop over make_loader(train_set)
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


loader = make_loader(train_set)
num_batches = len(loader)
last_size = len(next(iter(loader))[0])
