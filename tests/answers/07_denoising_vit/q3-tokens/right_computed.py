"""By the module."""

layer = PatchEmbed((48, 80), 8, 1, 32)
tokens_shape = PatchEmbed(64, 8, 1, 32)(noisy).shape
why = "C"
tokens_48_80 = layer.num_patches
