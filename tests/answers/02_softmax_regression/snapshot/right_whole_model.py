"""Keeps a deep copy of the whole model."""

import copy


def snapshot(model):
    return copy.deepcopy(model)


def restore(model, state):
    model.load_state_dict(state.state_dict())
