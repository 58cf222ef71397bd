"""By the formulas."""

stacked_shape = [6, 64, 32]
d, f = 32, 128
stacked_parameters = 12 * (4 * d * d + 4 * d + 2 * d * f + d + f + 4 * d)
