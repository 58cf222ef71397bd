"""Gives the rest of the division by hand with a slip: counts 938 full batches.

Hint: with the last one it must be 60,000
"""


batches_per_epoch, last_batch_size = 938, 64
