"""Restores the top module's mode and gives it to every submodule.

Hint: switch every submodule
"""

def accuracy(model, x, y, batch_size=1000):
    mode = model.training
    model.eval()
    right = 0
    with torch.inference_mode():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    model.train(mode)
    return right / len(y)
