"""Top-k of the logits, reported as probabilities.

Hint: These are logits, not probabilities
"""
def top_k_labels(logits, categories, k=5):
    values, indices = logits.topk(k, dim=-1)
    return [[(categories[i], v) for i, v in zip(row, vs)] for row, vs in zip(indices.tolist(), values.tolist())]
