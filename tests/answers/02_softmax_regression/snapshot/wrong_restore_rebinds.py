"""Assigns to the local name: the model is not changed.

Hint: must change the model that it is given
"""

import copy


def snapshot(model):
    return copy.deepcopy(model)


def restore(model, state):
    model = copy.deepcopy(state)
