"""Inserts the axis by einops and multiplies by the reciprocal."""


def pixels_to_unit(images):
    return rearrange(images, "n h w -> n 1 h w").to(torch.float32) * (1 / 255)
