"""Normalizes with the running averages in training, too.

Hint: in training, the batch's own values count
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(x.var((0, 2, 3)), momentum)
    else:
        mean, var = running_mean, running_var
    x = (x - running_mean[:, None, None]) / torch.sqrt(running_var[:, None, None] + eps)
    return gamma[:, None, None] * x + beta[:, None, None]
