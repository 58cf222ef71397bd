"""All under no_grad.

Hint: and torch.no_grad() cut the graph
"""

def softmax(logits):
    with torch.no_grad():
        e = (logits - logits.amax(dim=-1, keepdim=True)).exp()
        return e / e.sum(dim=-1, keepdim=True)
