"""Dual numbers, direction by direction.

Hint: or torch.func did
"""

import torch.autograd.forward_ad as forward_ad


def ffnn_gradients(x, labels, W1, b1, W2, b2):
    def loss(W1, b1, W2, b2):
        return F.cross_entropy((x @ W1.T + b1).relu() @ W2.T + b2, labels)

    weights, found = (W1, b1, W2, b2), []
    for place, weight in enumerate(weights):
        gradient = torch.zeros_like(weight)
        for i in range(weight.numel()):
            tangent = torch.zeros_like(weight)
            tangent.view(-1)[i] = 1
            with forward_ad.dual_level():
                duals = [forward_ad.make_dual(w, tangent) if k == place else w for k, w in enumerate(weights)]
                gradient.view(-1)[i] = forward_ad.unpack_dual(loss(*duals)).tangent
        found.append(gradient)
    return tuple(found)
