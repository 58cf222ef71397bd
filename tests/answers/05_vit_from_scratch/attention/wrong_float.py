"""Converts to float32.

Hint: Do not convert
"""

def attention(q, k, v, mask=None):
    scores = q.float() @ k.float().mT / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(dim=-1)
    return weights @ v.float(), weights
