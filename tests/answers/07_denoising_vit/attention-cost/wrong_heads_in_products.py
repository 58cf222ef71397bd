"""Every head counted with the full d_model.

Hint: the heads cancel
"""

def attention_cost(tokens, d_model, n_heads):
    n, d, h = tokens, d_model, n_heads
    return {"weights": 4 * d**2 + 4 * d, "multiply_adds": 4 * n * d**2 + 2 * h * n**2 * d, "score_entries": h * n**2}


weights_depend_on_heads = False
grows_with_heads = ["score_entries"]
why_not = "C"
