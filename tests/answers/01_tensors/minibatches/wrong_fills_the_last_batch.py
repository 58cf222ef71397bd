"""Fills the short last batch with items from the beginning.

Hint: do not fill it up
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    order = torch.cat([order, order[: -num_items % batch_size]])
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
