"""Ends one place too early, so that a last batch of one item is lost.

Hint: not even one of a single item
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    for begin in range(0, num_items - 1, batch_size):
        yield order[begin : begin + batch_size]
