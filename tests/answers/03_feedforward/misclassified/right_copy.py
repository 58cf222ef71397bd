"""Measures a copy in evaluation mode."""

import copy


def misclassified(model, x, y):
    frozen = copy.deepcopy(model).eval()
    device = next(model.parameters()).device
    with torch.inference_mode():
        logits = torch.cat([frozen(images.to(device)) for images in torch.split(x, 256)])
    probabilities = F.softmax(logits, dim=1)
    predictions = logits.argmax(dim=1)
    indices = torch.arange(len(x))[predictions != y]
    return [indices, predictions[indices], probabilities[indices, predictions[indices]]]
