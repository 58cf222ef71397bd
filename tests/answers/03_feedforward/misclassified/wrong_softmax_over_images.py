"""Softmax over the images instead of the classes.

Hint: Softmax over the classes
"""

def misclassified(model, x, y):
    logits = predict_logits(model, x)
    predictions, probabilities = logits.argmax(dim=-1), logits.softmax(dim=0)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], probabilities[indices, predictions[indices]]
