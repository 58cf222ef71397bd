"""Counts the module's parameters."""

mlp = MLP(32, 4 * 32)
hidden_shape = mlp.fc1(torch.zeros(6, 64, 32)).shape
result_shape = mlp(torch.zeros(6, 64, 32)).shape
mlp_parameters = sum(p.numel() for p in mlp.parameters())
