"""Draws from NumPy.

Hint: Draw from the generator that is given
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.from_numpy(np.random.rand(len(images)) < p)
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)
