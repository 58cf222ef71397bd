"""Updates the dictionary that state_dict() returns, which replaces nothing.

Hint: must change the model that it is given
"""

import copy


def snapshot(model):
    return copy.deepcopy(model.state_dict())


def restore(model, state):
    model.state_dict().update(state)
