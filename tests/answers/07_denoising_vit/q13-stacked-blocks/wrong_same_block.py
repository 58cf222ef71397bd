"""One block, twelve times.

Hint: is one block, twelve times
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128)] * 12)
stacked = stack(example_tokens)
stacked_parameters = 152448
