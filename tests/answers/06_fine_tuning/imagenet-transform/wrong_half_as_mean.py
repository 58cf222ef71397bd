"""Normalized with 0.5, as other models want it.

Hint: You subtract and divide by 0.5
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(256),
        v2.CenterCrop(224),
        v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
    ])
