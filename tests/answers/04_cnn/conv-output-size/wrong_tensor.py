"""A tensor instead of an int.

Hint: no tensors
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return torch.tensor((size + 2 * padding - kernel) // stride + 1)
