"""A plain list and a loop."""

stack = [GivenBlock(32, 4, 128) for _ in range(12)]
stacked = example_tokens
for block in stack:
    stacked = block(stacked)
stacked_parameters = 12 * sum(p.numel() for p in stack[0].parameters())
