"""A sampler of whole batches, with the generator handed to the sampler only."""


def make_loader(dataset, batch_size=64, generator=None):
    sampler = torch.utils.data.RandomSampler(dataset, generator=generator)
    batches = torch.utils.data.BatchSampler(sampler, batch_size, drop_last=False)
    return DataLoader(dataset, batch_sampler=batches)


num_batches, last_size = 0, 0
for images, labels in make_loader(train_set):
    num_batches += 1
    last_size = len(images)
