"""Index ranges, no_grad and try/finally; train(mode) per module without children."""

def accuracy(model, x, y, batch_size=1000):
    before = {module: module.training for module in model.modules()}
    try:
        model.eval()
        hits = []
        with torch.no_grad():
            for begin in range(0, len(x), batch_size):
                logits = model(x[begin : begin + batch_size])
                hits.append(logits.max(dim=-1).indices.eq(y[begin : begin + batch_size]))
        return torch.cat(hits).double().mean().item()
    finally:
        for module, mode in before.items():
            module.training = mode
