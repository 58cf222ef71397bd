"""Scaled to 0..1 and left there.

Hint: The normalization is missing
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(256),
        v2.CenterCrop(224),
        v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=True),
    ])
