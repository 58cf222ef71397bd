"""Images for the denoising notebook: bright cells on dark ground, with damaged rectangles."""

import torch

MAX_CELLS = 8
MAX_RECTANGLES = 5
CHUNK = 128  # images drawn at a time: bounds the memory, and fits a processor's cache


def cells(
    n: int, size: int = 64, generator: torch.Generator | None = None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Draw random images of cells, and a damaged version of each.

    A clean image shows 3 to 8 soft-edged cells, each an ellipse with a brighter nucleus, of
    varied size, elongation, direction, sharpness and intensity, on a dark ground with a faint
    gradient. Its noisy version is covered by 2 to 5 rectangles, each filled either with one
    value or with noise that is uniform between 0 and 1. Outside them both are equal.

    Args:
        n: number of images.
        size: height and width in pixels, at least 8.
        generator: source of all randomness, and device of the images; without one, PyTorch's
            own on the CPU. Equal seeds give equal images on the same kind of device.

    Returns:
        noisy: ``(n, 1, size, size)``, float32 in 0..1.
        clean: the same.
        mask: the same shape, bool: True inside the rectangles.

    Raises:
        ValueError: ``n`` is negative or ``size`` is below 8.

    Example:
        >>> noisy, clean, mask = cells(6, generator=torch.Generator().manual_seed(0))
        >>> noisy.shape
        torch.Size([6, 1, 64, 64])
    """
    if n < 0 or size < 8:
        raise ValueError(f"cells: n={n}, size={size}; n must be at least 0 and size at least 8.")
    device = generator.device if generator is not None else torch.device("cpu")

    def uniform(low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(n, *shape, generator=generator, device=device)

    clean = _draw_cells(uniform, size, device)
    noisy, mask = _damage(clean, uniform)
    return noisy, clean, mask


def _draw_cells(uniform, size: int, device: torch.device) -> torch.Tensor:
    k = MAX_CELLS
    # Coordinates run from 0 to 1 over the image; cells may stick out at its border.
    x, y = uniform(-0.02, 1.02, k), uniform(-0.02, 1.02, k)
    radius, elongation = uniform(0.06, 0.15, k), uniform(1.0, 1.8, k)
    angle = uniform(0.0, torch.pi, k)
    sharpness = uniform(2.5, 8.0, k)
    intensity = uniform(0.3, 0.75, k)
    present = torch.arange(k, device=device) < uniform(3.0, k + 1.0, 1).floor()
    intensity = intensity * present
    # The nucleus: rounder, less than half as large, off center, and brighter.
    offset, toward = radius * uniform(0.0, 0.4, k), uniform(0.0, 2 * torch.pi, k)
    nucleus_x, nucleus_y = x + offset * toward.cos(), y + offset * toward.sin()
    nucleus_radius = radius * uniform(0.4, 0.7, k)
    glow = uniform(0.1, 0.25, k) * present

    # Both parts of a cell are functions of a quadratic form, which is 1 on an outline, less inside
    # and more outside. Constant factors go into the form's coefficients: fewer passes over pixels.
    body = -sharpness[..., None] * _ellipse(x, y, radius, elongation, angle)  # (n, k, 6)
    body[..., -1] += sharpness
    nucleus = -_ellipse(nucleus_x, nucleus_y, nucleus_radius, elongation.sqrt(), angle)
    nucleus[..., -1] += 1
    nucleus *= glow.sqrt()[..., None]
    grid = _grid(size, device)
    ground = uniform(0.02, 0.10, 1, 1, 1) + torch.einsum(
        "nc,chw->nhw", uniform(-0.03, 0.03, 2), grid - 0.5
    ).unsqueeze(1)
    basis = _monomials(grid).flatten(1)  # (6, size * size)

    images = torch.empty(len(x), 1, size, size, device=device)
    for start in range(0, len(x), CHUNK):
        part = slice(start, start + CHUNK)
        # The limit keeps out numbers so small that processors compute slowly with them.
        light = (body[part] @ basis).clamp_min_(-15).sigmoid_()  # (chunk, k, size * size)
        light *= intensity[part, :, None]
        bump = (nucleus[part] @ basis).relu_()
        light.addcmul_(bump, bump)
        light = light.amax(dim=1).unflatten(-1, (1, size, size))  # the brightest cell wins
        images[part] = ground[part] + light
    return images.clamp_(0, 1)


def _grid(size: int, device: torch.device) -> torch.Tensor:
    """Return x and y of every pixel center, ``(2, size, size)``, between 0 and 1."""
    centers = (torch.arange(size, device=device) + 0.5) / size
    return torch.stack(torch.meshgrid(centers, centers, indexing="xy"))


def _monomials(grid: torch.Tensor) -> torch.Tensor:
    x, y = grid
    return torch.stack([x * x, x * y, y * y, x, y, torch.ones_like(x)])


def _ellipse(x, y, radius, elongation, angle) -> torch.Tensor:
    """Return the six coefficients, over :func:`_monomials`, of ellipses' quadratic forms."""
    cos, sin = angle.cos(), angle.sin()
    long, short = (radius * elongation.sqrt()) ** -2, (radius / elongation.sqrt()) ** -2
    a = long * cos**2 + short * sin**2
    b = 2 * (long - short) * cos * sin
    c = long * sin**2 + short * cos**2
    d, e = -(2 * a * x + b * y), -(2 * c * y + b * x)
    return torch.stack([a, b, c, d, e, a * x * x + b * x * y + c * y * y], dim=-1)


def _damage(clean: torch.Tensor, uniform) -> tuple[torch.Tensor, torch.Tensor]:
    n, _, size, _ = clean.shape
    k = MAX_RECTANGLES
    lengths = (uniform(0.09, 0.30, k, 2) * size).round()  # 6 to 19 pixels of 64
    starts = (uniform(0.0, 1.0, k, 2) * (size - lengths + 1)).floor()
    present = torch.arange(k, device=clean.device) < uniform(2.0, k + 1.0, 1).floor()
    filled = uniform(0.0, 1.0, k) < 0.5
    value = uniform(0.0, 1.0, k)
    noise = uniform(0.0, 1.0, 1, size, size)

    place = torch.arange(size, device=clean.device)
    inside = (place >= starts[..., None]) & (place < (starts + lengths)[..., None])
    inside &= present[..., None, None]  # (n, k, 2, size): rows and columns of each rectangle
    # Which rectangle is seen at a pixel: the last one lies on top, 0 stands for none of them.
    top = torch.zeros(n, size, size, dtype=torch.uint8, device=clean.device)
    for i in range(k):
        top.masked_fill_(inside[:, i, 0, :, None] & inside[:, i, 1, None, :], i + 1)
    fill = torch.cat([torch.zeros_like(value[:, :1]), value.masked_fill(~filled, -1.0)], dim=1)
    seen = fill.gather(1, top.flatten(1).long()).view_as(clean)  # -1 stands for noise
    mask = (top > 0).view_as(clean)
    return torch.where(mask, torch.where(seen < 0, noise, seen), clean), mask
