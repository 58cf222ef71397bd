"""Resize((224, 224)) and no crop.

Hint: Resize((224, 224)) squeezes the photo
"""


def imagenet_transform():
    return v2.Compose([
        v2.Resize((224, 224)),
        v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])
