"""Shape of one image.

Hint: That is a single image
"""

input_shape = noisy[0].shape
the_six = "images"
