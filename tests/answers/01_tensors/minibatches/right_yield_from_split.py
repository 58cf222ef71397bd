"""split deals, yield from makes it lazy."""


def minibatches(num_items, batch_size, generator=None):
    yield from torch.randperm(num_items, generator=generator).split(batch_size)
