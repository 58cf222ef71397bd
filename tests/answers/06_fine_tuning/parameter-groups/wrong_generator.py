"""Yields the groups.

Hint: expected the type list
"""


def parameter_groups(model, head_lr, backbone_lr):
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    yield {'params': [p for n, p in named if not n.startswith('head')], 'lr': backbone_lr}
    yield {'params': [p for n, p in named if n.startswith('head')], 'lr': head_lr}
