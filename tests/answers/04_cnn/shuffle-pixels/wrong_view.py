"""Returns the given tensor when nothing moves.

Hint: Return a new tensor, not a view
"""


def shuffle_pixels(images, permutation):
    if torch.equal(permutation, torch.arange(len(permutation))):
        return images
    return images.flatten(-2)[..., permutation].reshape(images.shape)
