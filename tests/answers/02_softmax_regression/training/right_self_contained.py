"""Measures everything itself, permutes the tensors themselves, uses the own cross_entropy."""

def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x, y = data[0], data[1]
    history = {}

    def keep(name, value):
        history.setdefault(name, []).append(float(value))

    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        history[name] = []
    for _ in range(epochs):
        order = torch.rand(len(x), generator=generator).argsort()
        shuffled_x, shuffled_y = x[order], y[order]
        loss_sum = 0.0
        for images, labels in zip(shuffled_x.split(batch_size), shuffled_y.split(batch_size)):
            model.train()
            loss = cross_entropy(model(images), labels)
            for parameter in model.parameters():
                parameter.grad = None
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * images.shape[0]
        keep("train_loss", loss_sum / x.shape[0])
        for split, (a, b) in {"train": data[:2], "test": data[2:]}.items():
            model.eval()
            with torch.inference_mode():
                logits = torch.cat([model(part) for part in a.split(7)])
                if split == "test":
                    keep("test_loss", cross_entropy(logits, b))
                keep(f"{split}_accuracy", (logits.argmax(-1) == b).float().mean())
    return history
