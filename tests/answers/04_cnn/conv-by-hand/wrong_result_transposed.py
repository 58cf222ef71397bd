"""The result is transposed.

Hint: Rows and columns of your result are exchanged
"""


def conv2d(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding, padding, padding, padding))
    rows = (padded.shape[0] - kernel.shape[0]) // stride + 1
    columns = (padded.shape[1] - kernel.shape[1]) // stride + 1
    out = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride :, j * stride :][: kernel.shape[0], : kernel.shape[1]]
            out[i, j] = (window * kernel).sum()
    return out.T
