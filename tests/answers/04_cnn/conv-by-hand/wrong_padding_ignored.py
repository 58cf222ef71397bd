"""The padding is accepted and never used.

Hint: The padding is accepted but not used
"""


def conv2d(image, kernel, stride=1, padding=0):
    height, width = image.shape
    kh, kw = kernel.shape
    padded = image
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    result = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = padded[top : top + kh, left : left + kw]
            result[i, j] = (window * kernel).sum()
    return result
