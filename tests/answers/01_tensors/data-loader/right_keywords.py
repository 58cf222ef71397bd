"""All keywords, and the labels counted."""


def make_loader(dataset, batch_size=64, generator=None):
    settings = dict(shuffle=True, drop_last=False, generator=generator)
    return DataLoader(dataset=dataset, batch_size=batch_size, **settings)


loader = make_loader(train_set, generator=torch.Generator().manual_seed(1))
for num_batches, (_, labels) in enumerate(loader, start=1):
    last_size = len(labels)
