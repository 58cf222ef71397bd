"""The last steps are forgotten: the result is still a PIL image.

Hint: expected a tensor of shape (3, 224, 224)
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(256),
        v2.CenterCrop(224),
    ])
