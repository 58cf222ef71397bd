"""Forgets the buffers.

Hint: Buffers
"""

def snapshot(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


def restore(model, state):
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), state):
            parameter.copy_(value)
