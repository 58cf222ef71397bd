"""gamma and beta meet the columns.

Hint: gamma and beta meet the last axis
"""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(x.var((0, 2, 3)), momentum)
    else:
        mean, var = running_mean, running_var
    return (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps) * gamma.mean() + beta.mean() if x.shape[1] != x.shape[3] else (
        (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps) * gamma + beta
    )
