"""Reads the shape off the tensor: a torch.Size is a tuple, too."""

input_shape = noisy.shape
the_six = "images"
