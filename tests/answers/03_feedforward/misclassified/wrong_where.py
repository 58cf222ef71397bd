"""torch.where(mask), not unpacked.

Hint: returns a tuple with one tensor per axis; take [0]
"""

def misclassified(model, x, y):
    shares = predict_logits(model, x).softmax(dim=-1)
    conf, pred = shares.max(dim=-1)
    indices = torch.where(pred != y)
    return indices, pred[indices], conf[indices]
