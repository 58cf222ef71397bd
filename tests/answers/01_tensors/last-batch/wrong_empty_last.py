"""Thinks that the full batches are followed by nothing.

Hint: It holds at least one image
"""


batches_per_epoch, last_batch_size = 938, 0
