"""All snapshots share one global store.

Hint: A second snapshot must not replace the first
"""

_store = {}


def snapshot(model):
    _store.clear()
    _store.update({k: v.clone() for k, v in model.state_dict().items()})
    return 'the snapshot'


def restore(model, state):
    model.load_state_dict(_store)
