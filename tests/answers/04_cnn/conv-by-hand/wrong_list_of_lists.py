"""Returns a list.

Hint: expected the type Tensor, but got list
"""


def conv2d(image, kernel, stride=1, padding=0):
    image = F.pad(image, 4 * [padding])
    h, w = kernel.shape
    return [
        [float((image[i : i + h, j : j + w] * kernel).sum()) for j in range(0, image.shape[1] - w + 1, stride)]
        for i in range(0, image.shape[0] - h + 1, stride)
    ]
