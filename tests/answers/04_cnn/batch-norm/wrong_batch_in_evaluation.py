"""Uses the batch's mean and variance in both modes.

Hint: In evaluation the running averages count
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
    if training:
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(x.var((0, 2, 3)), momentum)
    x = (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps)
    return gamma[:, None, None] * x + beta[:, None, None]
