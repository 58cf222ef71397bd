"""The probability of the true class.

Hint: This is the probability of the true class.
"""

def misclassified(model, x, y):
    probabilities = predict_logits(model, x).softmax(dim=-1)
    predictions = probabilities.argmax(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], probabilities[indices, y[indices]]
