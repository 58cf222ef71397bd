"""The model stays in evaluation mode.

Hint: set it back afterwards
"""

def misclassified(model, x, y):
    model.eval()
    with torch.no_grad():
        confidences, predictions = model(x).softmax(dim=-1).max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
