"""The k least probable ones.

Hint: These are the least probable ones
"""


def top_k_labels(logits, categories, k=5):
    probabilities = logits.softmax(dim=-1)
    places = probabilities.argsort(-1)[:, :k]
    return [[(categories[j], row[j].item()) for j in js] for row, js in zip(probabilities, places.tolist())]
