"""Every block on the input.

Hint: The output of each block is the input
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128) for _ in range(12)])
for block in stack:
    stacked = block(example_tokens)
stacked_parameters = 152448
