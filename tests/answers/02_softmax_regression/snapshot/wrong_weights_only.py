"""Forgets the biases and buffers.

Hint: all parameters
"""

def snapshot(model):
    return {k: v.clone() for k, v in model.state_dict().items() if 'weight' in k}


def restore(model, state):
    model.load_state_dict(state, strict=False)
