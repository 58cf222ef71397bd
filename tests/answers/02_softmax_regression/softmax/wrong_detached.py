"""Computes with NumPy and loses the graph.

Hint: cut the graph
"""

def softmax(logits):
    values = logits.detach().numpy()
    values = values - values.max(axis=-1, keepdims=True)
    exponentials = 2.718281828459045 ** values
    return torch.from_numpy(exponentials / exponentials.sum(axis=-1, keepdims=True))
