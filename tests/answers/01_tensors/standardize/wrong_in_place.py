"""Right values, but written into the caller's images.

Hint: write into the input
"""


def standardize(images, mean, std):
    images -= mean.reshape(-1, 1, 1)
    images /= std.reshape(-1, 1, 1)
    return images
