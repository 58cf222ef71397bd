"""The state dict holds buffers as well.

Hint: running averages in buffers
"""

def count_parameters(model):
    frozen = {name for name, parameter in model.named_parameters() if not parameter.requires_grad}
    return sum(tensor.numel() for name, tensor in model.state_dict().items() if name not in frozen)
