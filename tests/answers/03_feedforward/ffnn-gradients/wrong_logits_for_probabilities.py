"""The error without softmax.

Hint: Your error is logits minus truth
"""

def ffnn_gradients(x, labels, W1, b1, W2, b2):
    z = x @ W1.T + b1
    h = z.clamp(min=0)
    logits = h @ W2.T + b2
    error = (logits - F.one_hot(labels, num_classes=len(b2))) / len(x)
    to_h = error @ W2
    to_z = to_h * (z > 0)
    return to_z.T @ x, to_z.sum(dim=0), error.T @ h, error.sum(dim=0)
