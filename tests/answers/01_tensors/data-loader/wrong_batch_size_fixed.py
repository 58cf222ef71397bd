"""Always makes batches of 64.

Hint: All ten items came at once
"""


def make_loader(dataset, batch_size=64, generator=None):
    return DataLoader(dataset, batch_size=64, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
