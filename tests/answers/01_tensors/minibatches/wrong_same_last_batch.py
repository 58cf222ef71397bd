"""Shuffles full batches only and leaves the rest of the data set for the end.

Hint: always left for the last batch
"""


def minibatches(num_items, batch_size, generator=None):
    full = num_items - num_items % batch_size
    order = torch.cat([torch.randperm(full, generator=generator), torch.arange(full, num_items)])
    yield from order.split(batch_size)
