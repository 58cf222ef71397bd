"""Accepts a generator and draws from the global one.

Hint: Pass `generator` on
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items)
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
