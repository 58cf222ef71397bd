"""F.dropout is active in eval mode unless told otherwise.

Hint: In eval mode dropout must not act
"""

class MLP(nn.Module):
    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_ff)
        self.fc2 = nn.Linear(d_ff, d_model)
        self.p = dropout

    def forward(self, x):
        return F.dropout(self.fc2(F.dropout(F.gelu(self.fc1(x)), self.p)), self.p)
