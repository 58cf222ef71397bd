"""Changes the default of batch_size.

Hint: The default is 64
"""


def make_loader(dataset, batch_size=32, generator=None):
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
