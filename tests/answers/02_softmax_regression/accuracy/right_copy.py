"""Measures a copy in evaluation mode."""

def accuracy(model, x, y, batch_size=1000):
    import copy

    judge, right = copy.deepcopy(model).eval(), 0
    with torch.inference_mode():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += int((judge(a).argmax(-1) == b).sum())
    return right / len(x)
