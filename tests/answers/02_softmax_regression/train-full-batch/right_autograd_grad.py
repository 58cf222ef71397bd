"""Gradients from torch.autograd.grad, never stored."""

def train_full_batch(model, x, y, lr, epochs):
    loss_fn = nn.CrossEntropyLoss()
    parameters = list(model.parameters())

    def step():
        loss = loss_fn(model(x), y)
        for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.data.sub_(g, alpha=lr)
        return loss.item()

    return [step() for _ in range(epochs)]
