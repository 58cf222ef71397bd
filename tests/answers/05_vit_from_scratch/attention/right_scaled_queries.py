"""Scales the queries, and adds minus infinity where the mask is False."""

def attention(q, k, v, mask=None):
    scores = torch.matmul(q / math.sqrt(q.size(-1)), k.mT)
    if mask is not None:
        bias = torch.zeros(mask.shape, dtype=scores.dtype, device=scores.device)
        scores = scores + bias.masked_fill(mask.logical_not(), -math.inf)
    weights = F.softmax(scores, dim=-1)
    return torch.matmul(weights, v), weights
