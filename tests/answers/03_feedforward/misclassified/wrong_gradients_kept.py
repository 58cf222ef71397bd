"""Modes are right, but the graph is kept.

Hint: Evaluate without gradients.
"""

def misclassified(model, x, y):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    confidences, predictions = model(x).softmax(dim=-1).max(dim=-1)
    for module, mode in modes:
        module.training = mode
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
