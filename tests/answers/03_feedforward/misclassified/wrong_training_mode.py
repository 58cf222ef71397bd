"""The model is used in whatever mode it is in, so dropout is active.

Hint: Call model.eval() before you compute the logits
"""

def misclassified(model, x, y):
    with torch.no_grad():
        probabilities = torch.cat([model(images).softmax(dim=-1) for images in x.split(1000)])
    confidences, predictions = probabilities.max(dim=-1)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
