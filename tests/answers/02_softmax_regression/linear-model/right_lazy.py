"""A lazy layer finds its input size itself."""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
