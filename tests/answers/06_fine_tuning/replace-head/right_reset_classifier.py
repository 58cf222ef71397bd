"""timm has a method for it, torchvision gets a whole new `heads`."""
def replace_head(model, num_classes):
    if isinstance(model, VisionTransformer):
        width = model.heads[-1].in_features
        model.heads = nn.Sequential()
        model.heads.add_module("head", nn.Linear(width, num_classes))
    else:
        model.reset_classifier(num_classes)
    return model
