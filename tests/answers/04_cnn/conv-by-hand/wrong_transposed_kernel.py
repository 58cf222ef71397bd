"""Exchanges rows and columns of the kernel.

Hint: value by value
"""


def conv2d(image, kernel, stride=1, padding=0):
    image, kernel = F.pad(image, 4 * [padding]), kernel.T
    h, w = kernel.shape
    rows, columns = (image.shape[0] - h) // stride + 1, (image.shape[1] - w) // stride + 1
    result = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            result[i, j] = (image[i * stride : i * stride + h, j * stride : j * stride + w] * kernel).sum()
    return result
