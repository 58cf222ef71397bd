"""Differs: writes into a clone."""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(images.shape[0], generator=generator) < p
    result = images.clone()
    result[chosen] = images[chosen].flip(3)
    return result
