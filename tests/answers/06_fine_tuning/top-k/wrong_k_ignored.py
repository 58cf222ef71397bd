"""Always five.

Hint: each of these holds k pairs
"""
def top_k_labels(logits, categories, k=5):
    probabilities = logits.softmax(dim=-1)
    order = probabilities.argsort(dim=-1, descending=True)[:, :5]
    return [[(categories[i], p[i].item()) for i in row] for row, p in zip(order.tolist(), probabilities)]
