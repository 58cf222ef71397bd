"""Writes no loop.

Hint: Nothing was counted
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
