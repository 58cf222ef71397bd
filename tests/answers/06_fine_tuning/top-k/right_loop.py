"""A loop, one image at a time."""


def top_k_labels(logits, categories, k=5):
    result = []
    for row in logits:
        p = F.softmax(row, dim=0)
        best = p.argsort(descending=True)[:k]
        result.append([(categories[int(i)], p[i].item()) for i in best])
    return result
