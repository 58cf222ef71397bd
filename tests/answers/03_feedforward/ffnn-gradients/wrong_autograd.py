"""Autograd.

Hint: your code calls grad
"""

def ffnn_gradients(x, labels, W1, b1, W2, b2):
    leaves = [t.clone().detach() for t in (W1, b1, W2, b2)]
    W1, b1, W2, b2 = leaves
    for leaf in leaves:
        leaf.requires_grad = True
    loss = F.cross_entropy((x @ W1.T + b1).relu() @ W2.T + b2, labels)
    return torch.autograd.grad(loss, leaves)
