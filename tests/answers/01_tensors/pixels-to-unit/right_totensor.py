"""ToTensor for each image, as a torchvision data set does."""


def pixels_to_unit(images):
    return torch.stack([ToTensor()(image.numpy()) for image in images])
