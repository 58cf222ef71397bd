"""Without predict_logits: own modes, own batches, torch.where."""

def misclassified(model, x, y):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    parts = []
    with torch.no_grad():
        for first in range(0, len(x), 700):
            parts.append(F.softmax(model(x[first : first + 700]), dim=1))
    for module, mode in modes:
        module.training = mode
    probabilities = torch.cat(parts)
    predictions = torch.argmax(probabilities, dim=1)
    (indices,) = torch.where(predictions.ne(y))
    confidences = probabilities[indices].gather(1, predictions[indices][:, None])[:, 0]
    return indices, predictions[indices], confidences
