"""Seeds PyTorch's generator in every call.

Hint: Set no seed
"""


def random_flip(images, p=0.5, generator=None):
    torch.manual_seed(0)
    chosen = torch.rand(len(images)) < p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)
