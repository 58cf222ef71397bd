"""The output is mixed before the mask acts.

Hint: You mixed the values before the mask acted
"""


def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    output = scores.softmax(dim=-1) @ v
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    return output, scores.softmax(dim=-1)
