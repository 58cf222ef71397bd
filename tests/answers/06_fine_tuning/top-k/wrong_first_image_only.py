"""Only the first image is reported.

Hint: one list per image
"""
def top_k_labels(logits, categories, k=5):
    values, indices = logits.softmax(dim=-1).topk(k, dim=-1)
    return [[(categories[i], v) for i, v in zip(indices[0].tolist(), values[0].tolist())]]
