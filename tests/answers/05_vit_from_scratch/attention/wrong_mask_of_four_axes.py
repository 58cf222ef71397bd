"""Forces the mask into the shape of the scores.

Hint: whatever its number of axes
"""

def attention(q, k, v, mask=None):
    scores = q @ k.mT / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask.view(scores.shape), float("-inf"))
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
