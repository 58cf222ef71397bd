"""Seeds a new generator with the seed of the one passed in.

Hint: do not reseed or copy it
"""


def minibatches(num_items, batch_size, generator=None):
    if generator is not None:
        generator = torch.Generator().manual_seed(generator.initial_seed())
    yield from torch.randperm(num_items, generator=generator).split(batch_size)
