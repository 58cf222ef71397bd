"""Cuts first, then shuffles each batch in itself.

Hint: shuffle all items before you cut
"""


def minibatches(num_items, batch_size, generator=None):
    for portion in torch.arange(num_items).split(batch_size):
        yield portion[torch.randperm(len(portion), generator=generator)]
