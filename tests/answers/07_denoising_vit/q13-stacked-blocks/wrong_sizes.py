"""d_ff as wide as d_model.

Hint: d_ff is 4 times d_model
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 32) for _ in range(12)])
stacked = stack(example_tokens)
stacked_parameters = 152448
