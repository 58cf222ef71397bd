"""The result has the right size, but the windows move by one pixel.

Hint: The stride decides the size only
"""


def conv2d(image, kernel, stride=1, padding=0):
    height, width = image.shape
    kh, kw = kernel.shape
    padded = torch.zeros(height + 2 * padding, width + 2 * padding)
    padded[padding : padding + height, padding : padding + width] = image
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    result = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            top, left = i, j
            window = padded[top : top + kh, left : left + kw]
            result[i, j] = (window * kernel).sum()
    return result
