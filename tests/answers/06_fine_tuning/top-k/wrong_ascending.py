"""The k best, but the best last.

Hint: upside down: the most probable comes first
"""
def top_k_labels(logits, categories, k=5):
    probabilities = logits.softmax(dim=-1)
    result = []
    for row in probabilities:
        best = row.argsort()[-k:]
        result.append([(categories[i], row[i].item()) for i in best.tolist()])
    return result
