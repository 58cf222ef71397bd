"""Makes all batches first and returns an iterator over the list.

Hint: iter(...) of a list is not lazy
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    return iter([order[i : i + batch_size] for i in range(0, num_items, batch_size)])
