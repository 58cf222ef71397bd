"""The results of max in the wrong order.

Hint: max returns the values first, then the places
"""

def misclassified(model, x, y):
    shares = predict_logits(model, x).softmax(dim=-1)
    pred, conf = shares.max(dim=-1)
    indices = (pred != y).nonzero().flatten()
    return indices, pred[indices], conf[indices]
