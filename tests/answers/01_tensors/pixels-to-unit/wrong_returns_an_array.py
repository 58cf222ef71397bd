"""Returns a NumPy array.

Hint: expected the type Tensor, but got ndarray
"""


def pixels_to_unit(images):
    return (images.numpy()[:, None] / 255).astype("float32")
