"""A sampler shuffles."""


def make_loader(dataset, batch_size=64, generator=None):
    sampler = torch.utils.data.RandomSampler(dataset, generator=generator)
    return DataLoader(dataset, batch_size, sampler=sampler, generator=generator)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
