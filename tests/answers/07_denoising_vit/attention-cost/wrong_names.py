"""A tuple instead of a dict.

Hint: Return a dict with the keys
"""

def attention_cost(tokens, d_model, n_heads):
    n, d, h = tokens, d_model, n_heads
    return 4 * d**2 + 4 * d, 4 * n * d**2 + 2 * n**2 * d, h * n**2
