"""torchvision's own function."""


def standardize(images, mean, std):
    return v2.functional.normalize(images, mean.tolist(), std.tolist())
