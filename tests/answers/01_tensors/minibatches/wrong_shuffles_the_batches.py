"""Cuts the unshuffled data into batches and shuffles their order.

Hint: shuffle the items, not the batches
"""


def minibatches(num_items, batch_size, generator=None):
    portions = torch.arange(num_items).split(batch_size)
    last = portions[-1:] if num_items % batch_size else ()
    full = portions[: len(portions) - len(last)]
    for k in torch.randperm(len(full), generator=generator).tolist():
        yield full[k]
    yield from last
