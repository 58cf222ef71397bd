"""Copies the dictionary but not the tensors.

Hint: holds the model's own tensors instead of copies
"""

import copy


def snapshot(model):
    return copy.copy(dict(model.state_dict()))


def restore(model, state):
    model.load_state_dict(state)
