"""Yields lists of Python numbers.

Hint: Indices are int64 tensors
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator).tolist()
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
