"""Uses torchvision's own conversion, one image at a time."""


def pixels_to_unit(images):
    convert = v2.ToDtype(torch.float32, scale=True)
    return torch.stack([convert(v2.functional.to_image(image)) for image in images])
