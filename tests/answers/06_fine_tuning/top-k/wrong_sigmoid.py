"""Sigmoid instead of softmax.

Hint: a sigmoid of its own
"""


def top_k_labels(logits, categories, k=5):
    v, i = logits.sigmoid().topk(k)
    return [[(categories[j], q) for j, q in zip(a, b)] for a, b in zip(i.tolist(), v.tolist())]
