"""torch.var_mean, slices and .data; in-place arithmetic on its own values."""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if training:
        var, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0, keepdim=True)
        n = x.numel() / x.shape[1]
        running_mean.data *= 1 - momentum
        running_mean.data += momentum * mean.data.flatten()
        running_var.data[:] = (1 - momentum) * running_var + momentum * var.data.flatten() * n / (n - 1)
    else:
        mean, var = running_mean[None, :, None, None], running_var[None, :, None, None]
    out = x - mean
    out = out / (var + eps) ** 0.5
    out = out * gamma[None, :, None, None]
    out += beta[None, :, None, None]
    return out
