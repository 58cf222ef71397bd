"""Uses the given minibatches, clears after the step, restores the mode at the end."""

def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x_train, y_train, x_test, y_test = data
    history = {f"{split}_{metric}": [] for split in ("train", "test") for metric in ("loss", "accuracy")}
    optimizer.zero_grad(set_to_none=True)
    for epoch in progress(range(epochs), label="training"):
        per_image = torch.empty(len(x_train))
        for index in minibatches(len(x_train), batch_size, generator=generator):
            model.train()
            losses = F.cross_entropy(model(x_train[index]), y_train[index], reduction="none")
            losses.mean().backward()
            optimizer.step()
            optimizer.zero_grad()
            per_image[index] = losses.detach().cpu()
        history["train_loss"].append(per_image.mean().item())
        model.eval()
        with torch.inference_mode():
            history["test_loss"].append(F.cross_entropy(model(x_test), y_test).item())
        model.train()
        history["train_accuracy"].append(accuracy(model, x_train, y_train))
        history["test_accuracy"].append(accuracy(model, x_test, y_test))
    model.train()
    return history
