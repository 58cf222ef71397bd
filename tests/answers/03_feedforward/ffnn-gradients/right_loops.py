"""Image by image, under no_grad."""

def ffnn_gradients(x, labels, W1, b1, W2, b2):
    with torch.no_grad():
        g = [torch.zeros_like(t) for t in (W1, b1, W2, b2)]
        for image, label in zip(x, labels):
            z = W1 @ image + b1
            h = z.clamp(min=0)
            e = (W2 @ h + b2).softmax(dim=0)
            e[label] -= 1
            back = (W2.T @ e) * (h > 0)
            for total, part in zip(g, (torch.outer(back, image), back, torch.outer(e, h), e)):
                total += part / len(x)
    return tuple(g)
