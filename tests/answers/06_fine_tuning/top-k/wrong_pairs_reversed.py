"""(probability, label).

Hint: Each pair is upside down
"""


def top_k_labels(logits, categories, k=5):
    v, i = logits.softmax(1).topk(k)
    return [[(q, categories[j]) for j, q in zip(a, b)] for a, b in zip(i.tolist(), v.tolist())]
