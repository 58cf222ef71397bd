"""Differs: a view of all windows and one einsum."""


def conv2d(image, kernel, stride=1, padding=0):
    padded = F.pad(image, 4 * [padding]).contiguous()
    (h, w), (kh, kw) = padded.shape, kernel.shape
    size = ((h - kh) // stride + 1, (w - kw) // stride + 1, kh, kw)
    windows = padded.as_strided(size, (stride * w, stride, w, 1))
    return torch.einsum("ijuv,uv->ij", windows, kernel)
