"""Rounds to two digits.

Hint: Do not round the probabilities
"""


def top_k_labels(logits, categories, k=5):
    probabilities = logits.softmax(dim=-1)
    places = probabilities.argsort(-1, descending=True)[:, :k]
    return [[(categories[j], round(row[j].item(), 2)) for j in js] for row, js in zip(probabilities, places.tolist())]
