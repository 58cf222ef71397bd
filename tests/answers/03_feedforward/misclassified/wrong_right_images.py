"""The images that are right.

Hint: These are the images that are right.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    indices = (predictions == y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
