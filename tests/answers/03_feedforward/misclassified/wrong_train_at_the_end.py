"""train() at the end wakes submodules that were in evaluation mode.

Hint: train() would wake the sleeping ones
"""

def misclassified(model, x, y):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        confidences, predictions = model(x).softmax(dim=-1).max(dim=-1)
    model.train(was_training)
    indices = (predictions != y).nonzero().flatten()
    return indices, predictions[indices], confidences[indices]
