"""The loss still comes from a second run.

Hint: This loss comes from a second run of the model
"""


class RepairedBlock(BrokenBlock):
    def forward(self, x):
        n = self.norm1(x)
        x = x + self.attention(n, n, n, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


def train_repaired(model, data, epochs, lr, batch_size=64):
    x_train, y_train, x_val, y_val = data
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        model.train()
        loss_sum = 0.0
        for batch in torch.randperm(len(y_train)).split(batch_size):
            x, y = x_train[batch], y_train[batch]
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += F.cross_entropy(model(x), y).item() * len(y)
        losses.append(loss_sum / len(y_train))
        model.eval()
        with torch.no_grad():
            hits = model(x_val).argmax(dim=1) == y_val
        accuracies.append(hits.float().mean().item())
    return losses, accuracies
