"""ToImage, which gives a tv_tensor, and interpolation written out."""
def imagenet_transform():
    return v2.Compose([
        v2.Resize(256, interpolation=v2.InterpolationMode.BILINEAR),
        v2.CenterCrop(224),
        v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    ])
