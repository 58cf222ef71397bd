"""Always adds one more batch, which is empty when the size divides evenly.

Hint: No batch may be empty
"""


def minibatches(num_items, batch_size, generator=None):
    order = torch.randperm(num_items, generator=generator)
    for k in range(num_items // batch_size + 1):
        yield order[k * batch_size : (k + 1) * batch_size]
