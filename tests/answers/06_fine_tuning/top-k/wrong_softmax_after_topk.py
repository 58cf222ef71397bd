"""Softmax over the k best logits only: they add up to 1.

Hint: you normalized over the k best ones only
"""
def top_k_labels(logits, categories, k=5):
    values, indices = logits.topk(k, dim=-1)
    values = values.softmax(dim=-1)
    return [[(categories[i], v) for i, v in zip(row, vs)] for row, vs in zip(indices.tolist(), values.tolist())]
