"""The slice 0:-0 is empty.

Hint: a slice such as [padding:-padding]
"""


def conv2d(image, kernel, stride=1, padding=0):
    padded = torch.zeros(image.shape[0] + 2 * padding, image.shape[1] + 2 * padding)
    padded[padding:-padding, padding:-padding] = image
    rows = (padded.shape[0] - kernel.shape[0]) // stride + 1
    columns = (padded.shape[1] - kernel.shape[1]) // stride + 1
    out = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride :, j * stride :][: kernel.shape[0], : kernel.shape[1]]
            out[i, j] = (window * kernel).sum()
    return out
