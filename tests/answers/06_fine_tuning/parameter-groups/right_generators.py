"""Filters instead of lists, which an optimizer takes as well."""
def parameter_groups(model, head_lr, backbone_lr):
    def pick(is_head):
        for name, p in model.named_parameters():
            if p.requires_grad and name.split(".")[0].startswith("head") == is_head:
                yield p

    return [{"params": pick(False), "lr": backbone_lr}, {"params": pick(True), "lr": head_lr}]
