"""Adds up by heads and layers, counting the module's parameters."""

def attention_cost(tokens, d_model, n_heads):
    head_dim = d_model // n_heads
    layer = MultiHeadAttention(d_model, n_heads)
    cost = dict(weights=0, multiply_adds=0, score_entries=0)
    for parameter in layer.parameters():
        cost["weights"] += parameter.numel()
        if parameter.ndim == 2:
            cost["multiply_adds"] += tokens * parameter.numel()
    for _ in range(n_heads):
        cost["multiply_adds"] += 2 * tokens * tokens * head_dim
        cost["score_entries"] += tokens * tokens
    return cost


weights_depend_on_heads = False
grows_with_heads = ["score_entries"]
why_not = "C"
