"""Converts the result to float32, also for float64 images.

Hint: The result has the dtype of `images`
"""


def standardize(images, mean, std):
    return ((images - mean[:, None, None]) / std[:, None, None]).float()
