"""Differs: gathers the columns in the order of each image."""


def random_flip(images, p=0.5, generator=None):
    width = images.shape[-1]
    forward = torch.arange(width)
    chosen = torch.rand((len(images), 1, 1, 1), generator=generator) < p
    columns = torch.where(chosen, width - 1 - forward, forward).to(images.device)
    return images.gather(-1, columns.expand(images.shape))
