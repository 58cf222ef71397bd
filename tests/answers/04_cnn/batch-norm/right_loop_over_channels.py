"""One channel at a time, stacked at the end."""


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    result = []
    for c in range(x.shape[1]):
        values = x[:, c]
        if training:
            mean, var = values.mean(), values.var(unbiased=False)
            with torch.no_grad():
                running_mean[c] = (1 - momentum) * running_mean[c] + momentum * mean
                running_var[c] = (1 - momentum) * running_var[c] + momentum * values.var()
        else:
            mean, var = running_mean[c], running_var[c]
        result.append((values - mean) / torch.sqrt(var + eps) * gamma[c] + beta[c])
    return torch.stack(result, dim=1)
