"""Two lists of clones, copied back under no_grad."""

def snapshot(model):
    return ([p.detach().clone() for p in model.parameters()], [b.clone() for b in model.buffers()])


@torch.no_grad()
def restore(model, state):
    parameters, buffers = state
    for target, value in zip(model.parameters(), parameters):
        target.copy_(value)
    for target, value in zip(model.buffers(), buffers):
        target.copy_(value)
