"""Returns a new model instead of changing the given one.

Hint: must change the model that it is given
"""

import copy


def snapshot(model):
    return copy.deepcopy(model)


def restore(model, state):
    return copy.deepcopy(state)
