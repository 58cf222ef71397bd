"""Eval mode is taken for freezing.

Hint: Nothing is frozen
"""
def freeze_backbone(model):
    model.eval()
    return model
