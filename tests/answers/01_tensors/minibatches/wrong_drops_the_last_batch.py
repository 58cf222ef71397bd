"""Deals out full batches only.

Hint: a short last batch counts, too
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    for k in range(num_items // batch_size):
        yield order[k * batch_size : (k + 1) * batch_size]
