"""Tuples instead of dictionaries.

Hint: Each group is a dictionary
"""


def parameter_groups(model, head_lr, backbone_lr):
    b = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith('head')]
    h = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith('head')]
    return [(b, backbone_lr), (h, head_lr)]
