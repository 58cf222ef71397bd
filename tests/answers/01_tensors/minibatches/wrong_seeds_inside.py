"""Seeds the global generator in every call: each epoch repeats the first.

Hint: do not seed anything inside the function
"""


def minibatches(num_items, batch_size, generator=None):
    torch.manual_seed(0)
    order = torch.randperm(num_items)
    for begin in range(0, num_items, batch_size):
        yield order[begin : begin + batch_size]
