"""One decision per row.

Hint: One decision per image
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(*images.shape[:-1], 1, generator=generator) < p
    return torch.where(chosen, images.flip(-1), images)
