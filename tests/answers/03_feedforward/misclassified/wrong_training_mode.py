"""The model is used in whatever mode it is in, so dropout is active.

Hint: Is the model in evaluation mode?
"""

def misclassified(model, x, y):
    with torch.no_grad():
        confidences, predictions = model(x).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
