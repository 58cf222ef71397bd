"""Batches of 5,000.

Hint: Cut `x` into batches
"""

def misclassified(model, x, y):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        probabilities = torch.cat([model(images).softmax(dim=-1) for images in x.split(5000)])
    confidences, predictions = probabilities.max(dim=-1)
    for module, mode in modes:
        module.training = mode
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
