"""Only the first block applied.

Hint: Only the first block was applied
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128) for _ in range(12)])
stacked = stack[0](example_tokens)
stacked_parameters = 152448
