"""Channels first, flattened; copies into the running tensors."""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    channels = x.transpose(0, 1).flatten(1)  # (C, N * H * W)
    if training:
        mean = channels.mean(dim=1)
        var = ((channels - mean[:, None]) ** 2).mean(dim=1)
        m = channels.shape[1]
        running_mean.copy_((1 - momentum) * running_mean + momentum * mean.detach())
        running_var.copy_((1 - momentum) * running_var + momentum * var.detach() * m / (m - 1))
    else:
        mean, var = running_mean, running_var
    shape = (1, -1, 1, 1)
    normal = (x - mean.view(shape)) * (var.view(shape) + eps).rsqrt()
    return normal * gamma.view(shape) + beta.view(shape)
