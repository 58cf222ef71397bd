"""The mode of the top module is set for all submodules.

Hint: Note each module's mode before and set it again.
"""

def misclassified(model, x, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.cat([model(images).softmax(dim=-1) for images in x.split(1000)])
    confidences, predictions = probabilities.max(dim=-1)
    model.train(was_training)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
