"""Saves to bytes in memory, as one would save to a file."""

import io


def snapshot(model):
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    return buffer.getvalue()


def restore(model, state):
    model.load_state_dict(torch.load(io.BytesIO(state), weights_only=True))
