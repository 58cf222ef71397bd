"""The model stays in evaluation mode.

Hint: You leave the model in evaluation mode
"""

def misclassified(model, x, y):
    model.eval()
    with torch.no_grad():
        probabilities = torch.cat([model(images).softmax(dim=-1) for images in x.split(1000)])
    confidences, predictions = probabilities.max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
