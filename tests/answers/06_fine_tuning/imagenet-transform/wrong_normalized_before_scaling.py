"""Mean and std of 0..1 are applied to pixels of 0..255.

Hint: You normalize before scaling
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(256),
        v2.CenterCrop(224),
        v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=False),
        v2.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    ])
