"""Right values, but written into the caller's images.

Hint: images: its values changed during the call
"""


def standardize(images, mean, std):
    images -= mean.reshape(-1, 1, 1)
    images /= std.reshape(-1, 1, 1)
    return images
