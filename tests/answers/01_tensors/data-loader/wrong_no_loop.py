"""Writes no loop.

Hint: nothing was counted yet
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
