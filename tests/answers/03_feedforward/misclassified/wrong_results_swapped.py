"""Confidences before predictions.

Hint: the order is indices, predictions, confidences
"""

def misclassified(model, x, y):
    shares = predict_logits(model, x).softmax(dim=-1)
    conf, pred = shares.max(dim=-1)
    indices = (pred != y).nonzero().flatten()
    return indices, conf[indices], pred[indices]
