"""ModuleList, without gradients."""

stack = nn.ModuleList(GivenBlock(d_ff=128, n_heads=4, d_model=32) for i in range(12))
with torch.inference_mode():
    stacked = example_tokens.clone()
    for block in stack:
        stacked = block(stacked)
stacked_parameters = 152448
