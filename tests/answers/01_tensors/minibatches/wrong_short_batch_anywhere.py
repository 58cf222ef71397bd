"""Shuffles the batches, the short one included.

Hint: Shuffle the items, not the batches
"""


def minibatches(num_items, batch_size, generator=None):
    portions = torch.arange(num_items).split(batch_size)
    for k in torch.randperm(len(portions), generator=generator).tolist():
        yield portions[k]
