"""Calls PyTorch's own attention.

Hint: your code calls scaled_dot_product_attention
"""


def attention(q, k, v, mask=None):
    identity = torch.eye(k.shape[-2], dtype=q.dtype).expand(*k.shape[:-2], -1, -1)
    output = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return output, F.scaled_dot_product_attention(q, k, identity, attn_mask=mask)
