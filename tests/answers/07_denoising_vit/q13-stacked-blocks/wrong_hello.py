"""A word instead of a tensor.

Hint: expected numbers
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128) for _ in range(12)])
stacked = "hello"
stacked_parameters = 152448
