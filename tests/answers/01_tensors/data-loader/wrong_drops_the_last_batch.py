"""Copies drop_last=True from somebody's training program.

Hint: leave `drop_last` off
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator, drop_last=True)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
