"""torch.bernoulli, and torch.fliplr's axis by negative stride."""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.bernoulli(torch.full((images.shape[0],), float(p)), generator=generator).bool()
    out = images.clone()
    out[chosen] = torch.flip(out[chosen], dims=[3])
    return out
