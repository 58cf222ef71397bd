"""Indices count from the start of each batch.

Hint: The indices count from the start of each batch
"""

def misclassified(model, x, y):
    found = []
    for images, labels in zip(x.split(1000), y.split(1000)):
        confidences, predictions = predict_logits(model, images).softmax(dim=-1).max(dim=-1)
        wrong = (predictions != labels).nonzero().flatten()
        found.append((wrong, predictions[wrong], confidences[wrong]))
    return tuple(torch.cat(part) for part in zip(*found))
