"""The new value replaces the old one.

Hint: The new value has replaced the old one
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        with torch.no_grad():
            running_mean.copy_(mean)
            running_var.copy_(x.var((0, 2, 3)))
    else:
        mean, var = running_mean, running_var
    x = (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps)
    return gamma[:, None, None] * x + beta[:, None, None]
