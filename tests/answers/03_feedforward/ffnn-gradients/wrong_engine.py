"""torch.autograd.backward, imported by name.

Hint: your code calls backward
"""

from torch.autograd import backward


def ffnn_gradients(x, labels, W1, b1, W2, b2):
    leaves = [t.detach().clone() for t in (W1, b1, W2, b2)]
    for leaf in leaves:
        leaf.requires_grad = True
    W1, b1, W2, b2 = leaves
    backward(F.cross_entropy((x @ W1.T + b1).relu() @ W2.T + b2, labels))
    return [leaf.grad for leaf in leaves]
