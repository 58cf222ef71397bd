"""Draws from a copy of the generator, which never moves on.

Hint: do not reseed or copy it
"""


def minibatches(num_items, batch_size, generator=None):
    own = None
    if generator is not None:
        own = torch.Generator()
        own.set_state(generator.get_state())
    order = torch.randperm(num_items, generator=own)
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
