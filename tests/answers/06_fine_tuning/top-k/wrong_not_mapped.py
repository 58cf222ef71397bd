"""Indices instead of category names.

Hint: These are indices
"""
def top_k_labels(logits, categories, k=5):
    values, indices = logits.softmax(dim=-1).topk(k, dim=-1)
    return [list(zip(row, vs)) for row, vs in zip(indices.tolist(), values.tolist())]
