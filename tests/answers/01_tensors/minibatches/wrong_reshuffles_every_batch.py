"""Shuffles a new deck for every batch, so that indices repeat.

Hint: Take all batches from one shuffled list
"""


def minibatches(num_items, batch_size, generator=None):
    for begin in range(0, num_items, batch_size):
        yield torch.randperm(num_items, generator=generator)[begin : begin + batch_size]
