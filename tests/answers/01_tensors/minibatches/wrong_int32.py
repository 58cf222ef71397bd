"""Saves memory with int32.

Hint: Indices are int64 tensors
"""


def minibatches(num_items, batch_size, generator=None):
    yield from torch.randperm(num_items, generator=generator).int().split(batch_size)
