"""The last, shorter batch is left out.

Hint: Every image goes through the model exactly once.
"""

def misclassified(model, x, y):
    size = min(1000, len(x))
    full = len(x) // size * size
    confidences, predictions = predict_logits(model, x[:full]).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y[:full]).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
