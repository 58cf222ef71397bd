"""F.linear with the layers' weights, and dropout with training=self.training."""


class MLP(nn.Module):
    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.p = dropout

    def forward(self, x):
        x = F.dropout(F.gelu(F.linear(x, self.fc1.weight, self.fc1.bias)), self.p, self.training)
        return F.dropout(F.linear(x, self.fc2.weight, self.fc2.bias), self.p, self.training)
