"""Batches from a DataLoader."""

from torch.utils.data import DataLoader, TensorDataset


@torch.inference_mode()
def accuracy(model, x, y, batch_size=1000):
    training = [m for m in model.modules() if m.training]
    model.eval()
    right = torch.tensor(0)
    for images, labels in DataLoader(TensorDataset(x, y), batch_size=batch_size):
        right = right + (torch.softmax(model(images), 1).argmax(1) == labels).sum().cpu()
    for m in training:
        m.training = True
    return float(right) / x.shape[0]
