"""Returns an array.

Hint: expected the type Tensor
"""

import numpy as np


def softmax(logits):
    z = logits.detach().numpy()
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
