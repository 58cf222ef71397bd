"""Uses `return` in the loop instead of `yield`.

Hint: Hand out each batch with `yield`
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    for begin in range(0, num_items, batch_size):
        return order[begin : begin + batch_size]
