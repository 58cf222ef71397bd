"""A layer behind the 1,000 logits.

Hint: Change the model in place and return it
"""
def replace_head(model, num_classes):
    return nn.Sequential(model, nn.LazyLinear(num_classes))
