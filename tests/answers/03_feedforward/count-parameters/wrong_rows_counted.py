"""len() of a matrix is its number of rows.

Hint: This counts rows.
"""

def count_parameters(model):
    return sum(len(p) for p in model.parameters() if p.requires_grad)
