"""Thinks that the full batches are followed by nothing.

Hint: The last batch is not empty
"""


batches_per_epoch, last_batch_size = 938, 0
