"""One flat list of pairs.

Hint: one list per image
"""


def top_k_labels(logits, categories, k=5):
    v, i = logits.softmax(1).topk(k)
    return [(categories[j], q) for a, b in zip(i.tolist(), v.tolist()) for j, q in zip(a, b)]
