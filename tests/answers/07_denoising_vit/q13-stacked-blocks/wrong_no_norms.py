"""LayerNorms forgotten.

Hint: LayerNorms have parameters
"""

stack = nn.Sequential(*[GivenBlock(32, 4, 128) for _ in range(12)])
stacked = stack(example_tokens)
stacked_parameters = 12 * (4224 + 8352)
