"""A generator function that cuts all pieces first."""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    yield from [order[i : i + batch_size] for i in range(0, num_items, batch_size)]
