"""Uses nn.Conv2d.

Hint: your code calls conv2d
"""


def conv2d(image, kernel, stride=1, padding=0):
    layer = nn.Conv2d(1, 1, tuple(kernel.shape), stride, padding, bias=False)
    layer.weight.data = kernel[None, None]
    return layer(image[None, None])[0, 0].detach()
