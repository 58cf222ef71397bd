"""eps in the running variance.

Hint: not into the running averages
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean = x.mean(dim=(0, 2, 3))
        variance = x.var(dim=(0, 2, 3), unbiased=False)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(x.var(dim=(0, 2, 3)) + eps, momentum)
    else:
        mean, variance = running_mean, running_var
    y = (x - mean[:, None, None]) / (variance[:, None, None] + eps).sqrt()
    return gamma[:, None, None] * y + beta[:, None, None]
