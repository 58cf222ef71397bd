"""The mask is taken for (queries, keys).

Hint: The mask broadcasts to the shape of the scores
"""


def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        rows, columns = mask.shape
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(dim=-1)
    return weights @ v, weights
