"""Hands the snapshot's own tensors to the model.

Hint: training changed the snapshot
"""

import copy


def snapshot(model):
    return copy.deepcopy(model.state_dict())


def restore(model, state):
    for name, parameter in model.named_parameters():
        parameter.data = state[name]
