"""The mean over images and classes.

Hint: You divide by the number of classes, too
"""

def ffnn_gradients(x, labels, W1, b1, W2, b2):
    z = x @ W1.T + b1
    h = z.clamp(min=0)
    error = (h @ W2.T + b2).softmax(dim=1)
    error[range(len(x)), labels] -= 1
    error = error / error.numel()
    to_h = error @ W2
    to_z = to_h * (z > 0)
    return to_z.T @ x, to_z.sum(dim=0), error.T @ h, error.sum(dim=0)
