"""The whole photo is resized to 224x224, nothing is cropped.

Hint: give the short side 256 alone, then crop
"""
def imagenet_transform():
    return v2.Compose([
        v2.Resize((224, 224)),
        v2.PILToTensor(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    ])
