"""Divides by the root of the number of images.

Hint: len(q) is the number of images
"""

def attention(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(len(q))
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
