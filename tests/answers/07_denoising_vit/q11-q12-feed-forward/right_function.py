"""The function itself instead of its name."""

mlp = MLP(d_ff=4 * 32, d_model=32)
mlp_result = mlp(example_tokens)
hidden_shape = mlp.fc1(example_tokens).shape
mlp_parameters = sum(p.numel() for p in mlp.parameters())
activation_name = F.gelu
kind = "c"
activation = "B"
d_ff_is = "D"
