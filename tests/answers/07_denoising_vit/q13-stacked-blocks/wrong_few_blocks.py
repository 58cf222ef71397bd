"""Only three blocks.

Hint: stack holds 12 blocks
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128) for _ in range(3)])
stacked = stack(example_tokens)
stacked_parameters = 152448
