"""Uses // and then converts: only fully white pixels survive.

Hint: removes everything behind the decimal point
"""


def pixels_to_unit(images):
    return (images.unsqueeze(1) // 255).float()
