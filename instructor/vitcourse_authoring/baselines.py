"""The usual teaching recipes that `bench` compares the course with, after their published settings.

Images go one by one through PIL transforms and a `DataLoader`, as tutorials do it. A recipe may
take an hour, so each stops after `cap` seconds of training; `done` says what part of it that was.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
import vitcourse
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from vitcourse.backbones import load_backbone

LOOKS = 4  # how often the quality is measured before the cap


class Photos(Dataset):
    """One PIL image after the other, transformed when asked for, as torchvision's data sets do."""

    def __init__(self, images: Tensor, labels: Tensor, transform: Callable):
        self.images, self.labels, self.transform = images, labels, transform

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, place: int) -> tuple[Tensor, int]:
        image = self.images[place]
        pixels = image.numpy() if image.dim() == 2 else image.permute(1, 2, 0).numpy()
        return self.transform(Image.fromarray(pixels)), int(self.labels[place])


class TutorialViT(nn.Module):
    """A ViT as tutorials build it from `nn.TransformerEncoderLayer`: patch 16, two layers."""

    def __init__(self, size: int = 96, patch: int = 16, d_model: int = 512):
        super().__init__()
        tokens = (size // patch) ** 2
        self.embed = nn.Conv2d(1, d_model, patch, stride=patch)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, d_model))
        self.pos_embed = nn.Parameter(0.02 * torch.randn(1, 1 + tokens, d_model))
        layer = nn.TransformerEncoderLayer(
            d_model, nhead=8, dim_feedforward=2048, dropout=0.1, batch_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, num_layers=2)
        self.head = nn.Linear(d_model, 10)

    def forward(self, images: Tensor) -> Tensor:
        tokens = self.embed(images).flatten(2).mT  # (batch, 36, d_model)
        tokens = torch.cat([self.cls_token.expand(len(images), -1, -1), tokens], dim=1)
        return self.head(self.encoder(tokens + self.pos_embed)[:, 0])


class FrozenProbe(nn.Module):
    """A frozen backbone that is asked anew in every step, and a linear layer that learns."""

    def __init__(self, backbone: Any):
        super().__init__()
        self.backbone: Any = backbone.requires_grad_(False)
        self.head = nn.Linear(backbone.num_features, 10)

    def forward(self, images: Tensor) -> Tensor:
        self.backbone.eval()
        with torch.no_grad():
            tokens = self.backbone.forward_features(images)
            features = self.backbone.forward_head(tokens, pre_logits=True)
        return self.head(features)


@dataclass(frozen=True)
class Baseline:
    """A recipe.

    make: the network.
    size: what the images are enlarged to; as they are when 0.
    forwards: how often a step runs the network (published code measures the accuracy again).
    published: the accuracy that is published for the whole recipe, where it is too long to run.
    labels: images of each class; all when 0.
    speed_only: what it learns says nothing, because its weights are not at hand.
    """

    data: str
    make: Callable[[], nn.Module]
    epochs: int
    batch: int
    optimizer: Callable[..., torch.optim.Optimizer]
    lr: float
    forwards: int = 1
    size: int = 0
    published: float | None = None
    labels: int = 0
    speed_only: bool = False


def _softmax() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def _ffnn() -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def _cnn() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(256, 10),
    )  # fmt: skip


def _large_probe() -> nn.Module:
    found = load_backbone("deit_tiny")
    if found.name != "deit_tiny":  # its weights are not at hand: only its speed can be measured
        found = load_backbone("deit_tiny", pretrained=False)
    return FrozenProbe(found.model)


def _small_probe() -> nn.Module:
    return FrozenProbe(load_backbone("vit_micro").model)


_SGD, _ADAM = torch.optim.SGD, torch.optim.Adam
_VIT = Baseline("fashion_mnist", TutorialViT, 10, 128, _ADAM, 1e-3, 2, 96, published=0.782)
BASELINES = {
    ("mnist_softmax", "usual"): Baseline("mnist", _softmax, 100, 512, _SGD, 0.005),
    ("mnist_ffnn", "usual"): Baseline("mnist", _ffnn, 100, 512, _SGD, 0.005),
    ("mnist_cnn", "usual"): Baseline("mnist", _cnn, 100, 512, _SGD, 0.005),
    ("fashion_mnist_vit", "usual"): _VIT,
    ("cifar10_linear_probe", "usual"): Baseline(
        "cifar10", _large_probe, 20, 50, _ADAM, 1e-3, size=224, labels=100, speed_only=True
    ),
    ("cifar10_linear_probe", "same backbone"): Baseline(
        "cifar10", _small_probe, 20, 50, _ADAM, 1e-3, labels=100
    ),
}


def _transform(recipe: Baseline) -> Callable:
    first = [transforms.Resize((recipe.size, recipe.size))] if recipe.size else []
    mean, std = ((0.5,), (0.5,)) if recipe.data != "cifar10" else ((0.5,) * 3, (0.25,) * 3)
    scale = [] if recipe.data == "mnist" else [transforms.Normalize(mean, std)]
    return transforms.Compose([*first, transforms.ToTensor(), *scale])


def _ready(images: Tensor, labels: Tensor, transform: Callable) -> list[tuple[Tensor, Tensor]]:
    return list(DataLoader(Photos(images, labels, transform), 250))


def _accuracy(model: nn.Module, batches: list[tuple[Tensor, Tensor]]) -> float:
    model.eval()
    with torch.inference_mode():
        hits = sum(int((model(x).argmax(dim=1) == y).sum()) for x, y in batches)
    model.train()
    return hits / sum(len(y) for _, y in batches)


def run(recipe: Baseline, cap: float) -> dict:
    """Train by a recipe until `cap` seconds are used up; returns what a course's recipe returns."""
    data, transform = vitcourse.load(recipe.data), _transform(recipe)  # type: ignore[arg-type]
    x, y = data.x_train, data.y_train
    if recipe.labels:
        chosen = torch.cat([(y == label).nonzero()[: recipe.labels, 0] for label in range(10)])
        x, y = x[chosen], y[chosen]
    model = recipe.make()
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = recipe.optimizer(learning, lr=recipe.lr)
    loader = DataLoader(Photos(x, y, transform), recipe.batch, shuffle=True)
    # The curve is read on fewer images, so that looking takes no longer than training.
    few = _ready(data.x_test[:1000], data.y_test[:1000], transform)
    steps, total = 0, recipe.epochs * len(loader)
    images, seconds = 0, 0.0
    curve: list[tuple[float, float]] = []
    while not steps or (steps < total and seconds < cap):
        begun = time.perf_counter()
        for batch, labels in loader:
            loss = F.cross_entropy(model(batch), labels)
            for _ in range(recipe.forwards - 1):
                model(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()
            steps, images = steps + 1, images + len(labels)
            seconds += time.perf_counter() - begun
            if seconds > cap * (len(curve) + 1) / LOOKS and not recipe.speed_only:
                curve.append((seconds, _accuracy(model, few)))
            if seconds >= cap:
                break
            begun = time.perf_counter()
    quality = None
    if recipe.published is None and not recipe.speed_only:
        quality = _accuracy(model, _ready(data.x_test, data.y_test, transform))
    return dict(
        model=model,
        sample=few[0][0][:1],
        images=images,
        seconds=seconds,
        curve=curve,
        quality=quality,
        published=recipe.published,
        done=steps / total,
    )
