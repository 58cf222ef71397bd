"""The result is cut off from the graph.

Hint: Keep the result connected to `x`
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) >= p
    return (x.detach() * keep / (1 - p)).requires_grad_()
