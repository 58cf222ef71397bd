"""Counts full batches only.

Hint: These are full batches only
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    if len(images) == 64:
        num_batches += 1
        last_size = len(images)
