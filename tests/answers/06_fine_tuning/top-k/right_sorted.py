"""Python sorting instead of topk."""
def top_k_labels(logits, categories, k=5):
    result = []
    for row in torch.softmax(logits.float(), dim=1).tolist():
        pairs = sorted(zip(categories, row), key=lambda pair: -pair[1])
        result.append(pairs[:k])
    return result
