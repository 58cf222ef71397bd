"""Begins at a random place and goes on in the natural order.

Hint: shuffle the items, not the batches
"""


def minibatches(num_items, batch_size, generator=None):
    begin = torch.randint(num_items, (1,), generator=generator).item()
    yield from torch.arange(num_items).roll(begin).split(batch_size)
