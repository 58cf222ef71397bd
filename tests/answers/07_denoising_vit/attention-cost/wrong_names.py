"""A tuple instead of a dict.

Hint: expected the type dict
"""

def attention_cost(tokens, d_model, n_heads):
    n, d, h = tokens, d_model, n_heads
    return 4 * d**2 + 4 * d, 4 * n * d**2 + 2 * n**2 * d, h * n**2


weights_depend_on_heads = False
grows_with_heads = ["score_entries"]
why_not = "C"
