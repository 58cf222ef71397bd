"""Draws a seed from the generator and seeds the global one with it.

Hint: draw from it and from nothing else
"""


def minibatches(num_items, batch_size, generator=None):
    if generator is not None:
        torch.manual_seed(torch.randint(2**31, (1,), generator=generator).item())
    yield from torch.randperm(num_items).split(batch_size)
