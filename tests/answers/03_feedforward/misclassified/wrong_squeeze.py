"""squeeze() removes both axes when there is a single mistake.

Hint: Does squeeze() remove an axis that you need?
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y).nonzero().squeeze()
    return indices, predictions[indices], confidences[indices]
