"""Predictions and confidences of all images.

Hint: Return the predicted class of the wrong images only.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    return (predictions != y).nonzero().flatten(), predictions, confidences
