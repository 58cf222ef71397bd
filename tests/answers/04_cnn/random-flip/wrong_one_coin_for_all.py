"""One coin for the whole batch: all images are mirrored or none.

Hint: one random number per image, not one per batch
"""


def random_flip(images, p=0.5, generator=None):
    if torch.rand(1, generator=generator) < p:
        return images.flip(-1)
    return images.clone()
