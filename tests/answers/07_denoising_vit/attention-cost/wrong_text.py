"""A text instead of a number.

Hint: Four linear layers on N tokens
"""

def attention_cost(tokens, d_model, n_heads):
    n, d, h = tokens, d_model, n_heads
    return {"weights": 4 * d**2 + 4 * d, "multiply_adds": "no idea", "score_entries": h * n**2}


weights_depend_on_heads = False
grows_with_heads = ["score_entries"]
why_not = "C"
