"""Makes the order repeatable when nobody asked for it.

Hint: Seed nothing inside the function
"""


def make_loader(dataset, batch_size=64, generator=None):
    if generator is None:
        generator = torch.Generator().manual_seed(0)
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
