"""Probabilities are tensors.

Hint: A tensor of one number is no float
"""


def top_k_labels(logits, categories, k=5):
    v, i = logits.softmax(1).topk(k)
    return [[(categories[j], q) for j, q in zip(a, b)] for a, b in zip(i.tolist(), v)]
