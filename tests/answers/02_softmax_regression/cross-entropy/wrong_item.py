"""Returns a plain number.

Hint: must stay a tensor in the graph
"""

def cross_entropy(logits, labels):
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]).mean().item()
