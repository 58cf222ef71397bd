"""The true labels of the wrong images instead of the predictions.

Hint: These are the labels.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, y[indices], confidences[indices]
