"""Does not add the maximum back.

Hint: is not added back
"""

def cross_entropy(logits, labels):
    largest = logits.amax(dim=1, keepdim=True)
    log_sum = (logits - largest).exp().sum(dim=1).log()
    return (log_sum - logits[torch.arange(len(labels)), labels]).mean()
