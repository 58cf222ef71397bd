"""The largest logit instead of a probability.

Hint: These are logits; a confidence is a probability.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
