"""np.prod without int(...), which is a float where a parameter has no axes.

Hint: Make it one with int(...); .numel()
"""

import numpy as np


def count_parameters(model):
    return sum(np.prod([float(size) for size in parameter.shape]) for parameter in model.parameters() if parameter.requires_grad)
