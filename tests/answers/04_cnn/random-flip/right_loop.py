"""Differs: a loop over the images and Bernoulli draws."""


def random_flip(images, p=0.5, generator=None):
    coins = torch.bernoulli(torch.full((len(images),), p), generator=generator)
    return torch.stack([image.flip(-1) if coin else image for image, coin in zip(images, coins)])
