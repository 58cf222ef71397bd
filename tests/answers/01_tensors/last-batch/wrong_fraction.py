"""Stops at the quotient.

Hint: There is no half batch
"""


batches_per_epoch = 60_000 / 64
last_batch_size = 64
