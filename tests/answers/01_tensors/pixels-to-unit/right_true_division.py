"""True division promotes uint8 to float32 by itself; None inserts the axis."""


def pixels_to_unit(images):
    return images[:, None] / 255
