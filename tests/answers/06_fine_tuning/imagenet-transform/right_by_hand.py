"""Without Compose."""


def imagenet_transform():
    mean = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)

    def prepare(image):
        image = v2.functional.center_crop(v2.functional.resize(image, [256]), [224, 224])
        return (v2.functional.pil_to_tensor(image) / 255 - mean) / std

    return prepare
