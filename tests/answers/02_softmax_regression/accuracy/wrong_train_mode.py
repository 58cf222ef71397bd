"""Measures in whatever mode the model is in.

Hint: Call model.eval()
"""

def accuracy(model, x, y, batch_size=1000):
    right = 0
    with torch.inference_mode():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    return right / len(y)
