"""A function instead of a Compose, with v1-style names."""
def imagenet_transform():
    def transform(image):
        image = v2.functional.resize(image, [256])
        image = v2.functional.center_crop(image, [224, 224])
        pixels = v2.functional.pil_to_tensor(image).float() / 255
        mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
        std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
        return (pixels - mean) / std

    return transform
