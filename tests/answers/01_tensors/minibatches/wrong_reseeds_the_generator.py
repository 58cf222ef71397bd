"""Sets the generator back to its seed in every call.

Hint: do not reseed or copy it
"""


def minibatches(num_items, batch_size, generator=None):
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    order = torch.randperm(num_items, generator=generator)
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
