"""A mask instead of indices.

Hint: This is a mask.
"""

def misclassified(model, x, y):
    confidences, predictions = predict_logits(model, x).softmax(dim=-1).max(dim=-1)
    wrong = predictions != y
    return wrong, predictions[wrong], confidences[wrong]
