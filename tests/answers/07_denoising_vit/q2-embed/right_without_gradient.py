"""Size as a pair, applied without recording gradients."""

embed = PatchEmbed((64, 64), 8, in_channels=noisy.shape[1], d_model=32)
with torch.no_grad():
    tokens = embed.forward(noisy)
