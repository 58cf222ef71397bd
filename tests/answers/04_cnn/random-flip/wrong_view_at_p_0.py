"""Returns the given tensor when nothing is mirrored.

Hint: Return a copy even if nothing is mirrored
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    if not chosen.any():
        return images
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)
