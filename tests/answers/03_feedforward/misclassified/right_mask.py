"""A mask for two results, arange for the indices; a list comes back."""

def misclassified(model, x, y):
    logits = predict_logits(model, x, batch_size=64)
    predictions = logits.argmax(dim=-1)
    wrong = predictions != y
    confidences = (logits.amax(dim=-1) - logits.logsumexp(dim=-1)).exp()
    return [torch.arange(len(x), device=x.device)[wrong], predictions[wrong], confidences[wrong]]
