"""Rounds down: the images of the short batch are lost.

Hint: with the last one it must be 60,000
"""


batches_per_epoch, last_batch_size = 937, 32
