"""Restoring freezes the model.

Hint: must still be trainable after restore
"""

import copy


def snapshot(model):
    return copy.deepcopy(model.state_dict())


def restore(model, state):
    model.load_state_dict(state)
    model.requires_grad_(False)
