"""The short side becomes 224 instead of 256.

Hint: The short side must become 256 pixels
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(224),
        v2.CenterCrop(224),
        v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    ])
