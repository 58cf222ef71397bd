"""One head's part of both products.

Hint: one head's part
"""

def attention_cost(tokens, d_model, n_heads):
    n, d, h = tokens, d_model, n_heads
    return {"weights": 4 * d**2 + 4 * d, "multiply_adds": 4 * n * d**2 + 2 * n**2 * d // h, "score_entries": h * n**2}


weights_depend_on_heads = False
grows_with_heads = ["score_entries"]
why_not = "C"
