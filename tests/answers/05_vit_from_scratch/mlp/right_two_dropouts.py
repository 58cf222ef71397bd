"""Two dropout layers, and the activation as a module."""

class MLP(nn.Module):
    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.0):
        super().__init__()
        self.fc1, self.act, self.drop1 = nn.Linear(d_model, d_ff), nn.GELU(), nn.Dropout(dropout)
        self.fc2, self.drop2 = nn.Linear(d_ff, d_model), nn.Dropout(dropout)

    def forward(self, x):
        for layer in (self.fc1, self.act, self.drop1, self.fc2, self.drop2):
            x = layer(x)
        return x
