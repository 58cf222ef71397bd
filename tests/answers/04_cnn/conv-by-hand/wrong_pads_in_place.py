"""Clears the border of the given image and writes the frame into it.

Hint: its values changed during the call
"""


def conv2d(image, kernel, stride=1, padding=0):
    padded = F.pad(image, 4 * [padding])
    kh, kw = kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    result = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            result[i, j] = (window * kernel).sum()
    image[: min(rows, image.shape[0]), : min(columns, image.shape[1])] = 0
    return result
