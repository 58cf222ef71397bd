"""The weights are cut out of the graph.

Hint: no detach, no .data, no no_grad
"""

def attention(q, k, v, mask=None):
    q, k = q.detach(), k.detach()
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(dim=-1)
    return weights.detach() @ v, weights
