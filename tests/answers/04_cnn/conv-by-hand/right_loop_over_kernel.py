"""Differs: loops over the kernel values instead of the places; each shifted slice counts at once."""


def conv2d(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding, padding, padding, padding))
    kh, kw = kernel.shape
    rows = 1 + (padded.shape[0] - kh) // stride
    columns = 1 + (padded.shape[1] - kw) // stride
    result = torch.zeros(rows, columns, dtype=image.dtype)
    for u in range(kh):
        for v in range(kw):
            below = padded[u : u + stride * (rows - 1) + 1 : stride]
            result += kernel[u, v] * below[:, v : v + stride * (columns - 1) + 1 : stride]
    return result
