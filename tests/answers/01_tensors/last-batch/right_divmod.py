"""divmod, and a tensor for the remainder."""


full, rest = divmod(60_000, 64)
batches_per_epoch, last_batch_size = full + 1, torch.tensor(rest)
