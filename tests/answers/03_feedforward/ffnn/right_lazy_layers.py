"""Built step by step; the first layer learns its input size from the first batch."""

def make_ffnn(hidden=128):
    model = nn.Sequential()
    model.append(nn.Flatten(start_dim=1))
    model.append(nn.LazyLinear(hidden))
    model.append(nn.ReLU(inplace=True))
    model.append(nn.Linear(in_features=hidden, out_features=10))
    with torch.no_grad():
        model(torch.zeros(1, 1, 28, 28))
    return model
