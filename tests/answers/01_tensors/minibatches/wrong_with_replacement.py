"""Draws each batch independently, so that indices repeat and others never come.

Hint: Take all batches from one shuffled list
"""


def minibatches(num_items, batch_size, generator=None):
    for begin in range(0, num_items, batch_size):
        size = min(batch_size, num_items - begin)
        yield torch.randint(num_items, (size,), generator=generator)
