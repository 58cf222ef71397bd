"""Loop over the images, with math."""

def psnr(prediction, target):
    decibels = []
    for p, t in zip(prediction, target):
        mse = F.mse_loss(p, t).item()
        decibels.append(10 * math.log10(1 / max(mse, 1e-10)))
    return sum(decibels) / len(decibels)
