"""Lets Python round up."""


batches_per_epoch = -(-60_000 // 64)
last_batch_size = 60_000 - (batches_per_epoch - 1) * 64
