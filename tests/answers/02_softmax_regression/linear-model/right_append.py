"""Builds the container step by step."""

def make_linear_model():
    model = nn.Sequential()
    model.add_module("flatten", nn.Flatten(start_dim=1))
    model.add_module("linear", nn.Linear(in_features=28 * 28, out_features=10, bias=True))
    return model
