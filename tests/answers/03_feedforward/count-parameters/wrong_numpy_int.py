"""NumPy's integers.

Hint: Make it one with int(...); .numel()
"""

import numpy as np


def count_parameters(model):
    return sum(np.prod(parameter.shape, dtype=int) for parameter in model.parameters() if parameter.requires_grad)
