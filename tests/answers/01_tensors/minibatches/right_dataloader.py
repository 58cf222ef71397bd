"""Lets a DataLoader deal out the indices."""


def minibatches(num_items, batch_size, generator=None):
    from torch.utils.data import RandomSampler

    sampler = RandomSampler(range(num_items), generator=generator)
    yield from DataLoader(range(num_items), batch_size, sampler=sampler, generator=generator)
