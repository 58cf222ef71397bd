"""Sets the generator back to its seed.

Hint: do not reseed or copy it
"""


def make_loader(dataset, batch_size=64, generator=None):
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
