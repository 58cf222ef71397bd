"""Heads and d_ff exchanged, with sizes that fit.

Hint: The order is d_model, n_heads, d_ff
"""

stack = nn.Sequential(*[GivenBlock(32, 32, 4) for _ in range(12)])
stacked = stack(example_tokens)
stacked_parameters = 152448
