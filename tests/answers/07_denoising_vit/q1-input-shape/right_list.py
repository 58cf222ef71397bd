"""A list, and the word written with a capital letter."""

input_shape = [6, 1, 64, 64]
the_six = "Images"
