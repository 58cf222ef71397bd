"""Gives the rest of the division by hand with a slip: counts 938 full batches.

Hint: The last batch is not full
"""


batches_per_epoch, last_batch_size = 938, 64
