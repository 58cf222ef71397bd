"""Remembers the first state for ever.

Hint: Return the state that the model has now
"""

import copy

_kept = {}


def snapshot(model):
    if id(model) not in _kept:
        _kept[id(model)] = copy.deepcopy(model.state_dict())
    return _kept[id(model)]


def restore(model, state):
    model.load_state_dict(state)
