"""Returns a generator expression instead of using yield."""


def minibatches(num_items, batch_size, generator=None):
    deck = torch.randperm(num_items, generator=generator)
    return (deck[i : i + batch_size] for i in range(0, num_items, batch_size))
