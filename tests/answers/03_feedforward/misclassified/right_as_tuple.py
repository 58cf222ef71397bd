"""nonzero(as_tuple=True), unpacked; argmax and amax."""

def misclassified(model, x, y):
    shares = predict_logits(model, x).softmax(dim=-1)
    pred, conf = shares.argmax(dim=-1), shares.amax(dim=-1)
    (indices,) = (pred != y).nonzero(as_tuple=True)
    return indices, pred[indices], conf[indices]
