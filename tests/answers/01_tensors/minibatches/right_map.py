"""map makes each batch when it is asked for."""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    return map(lambda k: order[k : k + batch_size], range(0, num_items, batch_size))
