"""nonzero(as_tuple=True), not unpacked.

Hint: returns a tuple with one tensor per axis; take [0]
"""

def misclassified(model, x, y):
    shares = predict_logits(model, x).softmax(dim=-1)
    conf, pred = shares.max(dim=-1)
    indices = (pred != y).nonzero(as_tuple=True)
    return indices, pred[indices], conf[indices]
