"""The 1 is added before dividing.

Hint: first divide by the stride, then add 1
"""


def conv2d(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding, padding, padding, padding))
    rows = (padded.shape[0] - kernel.shape[0] + 1) // stride
    columns = (padded.shape[1] - kernel.shape[1] + 1) // stride
    out = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride :, j * stride :][: kernel.shape[0], : kernel.shape[1]]
            out[i, j] = (window * kernel).sum()
    return out
