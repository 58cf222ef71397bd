"""backward() on a module.

Hint: your code calls
"""

def ffnn_gradients(x, labels, W1, b1, W2, b2):
    model = nn.Sequential(nn.Linear(*W1.T.shape), nn.ReLU(), nn.Linear(*W2.T.shape)).to(x.dtype)
    model.load_state_dict({"0.weight": W1, "0.bias": b1, "2.weight": W2, "2.bias": b2})
    F.cross_entropy(model(x), labels).backward()
    return [p.grad for p in model.parameters()]
