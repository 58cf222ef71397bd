"""running_mean = ... makes a local name.

Hint: It has not changed: write into the given tensor
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean, running_var
    x = (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps)
    return gamma[:, None, None] * x + beta[:, None, None]
