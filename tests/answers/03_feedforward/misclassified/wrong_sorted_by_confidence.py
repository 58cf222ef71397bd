"""Sorted by confidence, ready for a gallery.

Hint: The indices must ascend.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    indices = indices[confidences[indices].argsort(descending=True)]
    return indices, predictions[indices], confidences[indices]
