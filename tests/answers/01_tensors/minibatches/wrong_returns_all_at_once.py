"""Returns all batches at once.

Hint: Do not build a list or a tuple
"""


def minibatches(num_items, batch_size, generator=None):
    return torch.randperm(num_items, generator=generator).split(batch_size)
