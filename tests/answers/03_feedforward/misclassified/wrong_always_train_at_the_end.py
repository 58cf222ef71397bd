"""train() at the end.

Hint: Note each module's mode before and set it again.
"""

def misclassified(model, x, y):
    model.eval()
    with torch.no_grad():
        probabilities = torch.cat([model(images).softmax(dim=-1) for images in x.split(1000)])
    confidences, predictions = probabilities.max(dim=-1)
    model.train()
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
