"""Squeezes a batch of one.

Hint: no .squeeze()
"""


def top_k_labels(logits, categories, k=5):
    v, i = logits.softmax(1).topk(k)
    found = [[(categories[j], q) for j, q in zip(a, b)] for a, b in zip(i.tolist(), v.tolist())]
    return found[0] if len(found) == 1 else found
