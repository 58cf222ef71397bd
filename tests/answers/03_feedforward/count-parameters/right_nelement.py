"""Every module's own parameters, each once."""

def count_parameters(model):
    own = {p for module in model.modules() for p in module.parameters(recurse=False)}
    return int(sum(p.nelement() for p in own if p.requires_grad))
