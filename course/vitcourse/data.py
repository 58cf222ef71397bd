"""Image data sets: the full originals through torchvision, or the subsets bundled here."""

import contextlib
import hashlib
import io
import os
import shutil
import socket
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from PIL import Image
from torchvision import datasets

from .results import note_source
from .runtime import PROFILES
from .runtime import profile as current_profile

BUNDLED = Path(__file__).parent / "bundled"
COLUMNS = 100  # a bundled image file is a mosaic of this many images per row
TIMEOUT_SECONDS = 20.0  # a download that sends nothing for so long counts as stalled

Split = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class _Original:
    torchvision_class: Any
    image_shape: tuple[int, ...]
    bundled_format: str  # WebP where it is clearly smaller than PNG; both are lossless here
    classes: list[str]


ORIGINALS = {
    "mnist": _Original(datasets.MNIST, (28, 28), "png", [str(digit) for digit in range(10)]),
    "fashion_mnist": _Original(
        datasets.FashionMNIST, (28, 28), "png",
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
         "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
    ),
    "cifar10": _Original(
        datasets.CIFAR10, (3, 32, 32), "webp",
        ["airplane", "automobile", "bird", "cat", "deer",
         "dog", "frog", "horse", "ship", "truck"],
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A data set for classification, one tensor per split.

    Attributes:
        name: ``"mnist"``, ``"fashion_mnist"`` or ``"cifar10"``.
        x_train, x_test: uint8 images in 0..255, ``(N, 28, 28)`` or for CIFAR-10
            ``(N, 3, 32, 32)``, channels in the order red, green, blue.
        y_train, y_test: int64 labels ``(N,)`` in 0..9.
        classes: the name of each label.
        source: ``"full"`` (all of the original) or ``"bundled"`` (a subset of it).
    """

    name: str
    x_train: torch.Tensor
    y_train: torch.Tensor
    x_test: torch.Tensor
    y_test: torch.Tensor
    classes: list[str] = field(default_factory=list)
    source: str = "bundled"

    def __repr__(self) -> str:
        train, test = tuple(self.x_train.shape), tuple(self.x_test.shape)
        return f"Dataset({self.name!r}, train={train}, test={test}, source={self.source!r})"


def load(name: Literal["mnist", "fashion_mnist", "cifar10"], profile: str | None = None) -> Dataset:
    """Load a data set as tensors.

    The profile ``quick`` reads the bundled subset. ``full`` reads torchvision's files below
    :func:`data_root` and downloads them first where they are missing; when that does not
    work, it prints one sentence and returns the bundled subset. ``.source`` tells which.

    Args:
        name: ``"mnist"``, ``"fashion_mnist"`` or ``"cifar10"``.
        profile: ``"quick"`` or ``"full"``; without it, the profile of this run.

    Returns:
        Images as uint8 (0..255), labels as int64; shapes as in :class:`Dataset`.

    Raises:
        ValueError: there is no such data set or profile.
        RuntimeError: a bundled file is missing or damaged.
    """
    if name not in ORIGINALS:
        names = ", ".join(f'"{known}"' for known in ORIGINALS)
        raise ValueError(f'load("{name}"): there is no such data set; choose one of {names}.')
    if profile is None:
        profile = current_profile()
    if profile not in PROFILES:
        raise ValueError(
            f'load("{name}"): there is no profile {profile!r}; choose "quick" or "full".'
        )

    splits = _read_full(name) if profile == "full" else None
    source = "bundled" if splits is None else "full"
    if splits is None:
        splits = [_read_bundled(name, split) for split in ("train", "test")]
    note_source(name, source)
    (x_train, y_train), (x_test, y_test) = splits
    classes = list(ORIGINALS[name].classes)
    return Dataset(name, x_train, y_train, x_test, y_test, classes, source)


def data_root() -> Path:
    """Return the folder of the full data sets, in torchvision's own layout.

    The environment variable ``VITCOURSE_DATA`` names it; without it, the folder is
    ``vitcourse`` in the user's cache.
    """
    if folder := os.environ.get("VITCOURSE_DATA"):
        return Path(folder).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "vitcourse"


# --- the bundled subset -----------------------------------------------------------------


def bundled_files(name: str, split: str) -> tuple[str, str]:
    """Return the file names of the bundled images and labels of one split."""
    return f"{name}_{split}.{ORIGINALS[name].bundled_format}", f"{name}_{split}_labels.txt"


def _read_bundled(name: str, split: str) -> Split:
    image_file, label_file = bundled_files(name, split)
    mosaic = np.array(Image.open(io.BytesIO(_read_verified(name, image_file))))
    digits = _read_verified(name, label_file).decode("ascii").split()
    labels = torch.tensor([int(digit) for digit in "".join(digits)])  # (N,)

    height, width = ORIGINALS[name].image_shape[-2:]
    tiles = torch.from_numpy(mosaic).reshape(-1, height, COLUMNS, width, mosaic[0, 0].size)
    images = tiles.permute(0, 2, 4, 1, 3)  # (rows, columns, channels, height, width)
    return images.reshape(-1, *ORIGINALS[name].image_shape), labels


def _read_verified(name: str, file: str) -> bytes:
    expected = _read_bytes(name, "SHA256SUMS").decode("ascii", errors="replace").split()
    checksums = dict(zip(expected[1::2], expected[0::2], strict=False))
    content = _read_bytes(name, file)
    actual = hashlib.sha256(content).hexdigest()
    if actual != checksums.get(file):
        raise RuntimeError(
            f'load("{name}"): bundled file {BUNDLED / file} is damaged '
            f"(sha256 {actual}, expected {checksums.get(file)}); reinstall the course."
        )
    return content


def _read_bytes(name: str, file: str) -> bytes:
    try:
        return (BUNDLED / file).read_bytes()
    except OSError as error:
        raise RuntimeError(
            f'load("{name}"): bundled file {BUNDLED / file} cannot be read '
            f"({error.strerror}); reinstall the course."
        ) from error


# --- the full data set ------------------------------------------------------------------


def _read_full(name: str) -> list[Split] | None:
    """Return both splits of the original, or None after saying why there are none."""
    root = data_root()
    _, files = _layout(name)
    complete = all(os.path.isfile(root / file) for file in files)
    try:
        return _read_torchvision(name, root) if complete else _download(name, root)
    except Exception as error:  # torchvision lets out whatever sockets, archives, pickles raise
        folder = root / files[0].parent
        reason = textwrap.shorten(f"{type(error).__name__}: {error}", width=200)
        what, remedy = (
            (f"the files in {folder} cannot be read", "delete that folder")
            if complete
            else ("the download failed", f"check the network and the folder {root}")
        )
        sizes = " + ".join(f"{_bundled_size(name, split):,}" for split in ("train", "test"))
        print(
            f'load("{name}"): {what} ({reason}); using the bundled subset of {sizes} images '
            f"instead; for the full data set {remedy}, then load again."
        )
        return None


def _bundled_size(name: str, split: str) -> int:
    return len(_read_bundled(name, split)[1])


def _layout(name: str) -> tuple[list[Path], list[Path]]:
    """Return the archives and the unpacked files of torchvision, relative to its root."""
    original = ORIGINALS[name].torchvision_class
    if original is datasets.CIFAR10:
        batches = original.train_list + original.test_list
        names = [batch for batch, _ in batches] + [original.meta["filename"]]
        return [Path(original.filename)], [Path(original.base_folder, file) for file in names]
    archives = [Path(original.__name__, "raw", file) for file, _ in original.resources]
    return archives, [archive.with_suffix("") for archive in archives]


def _read_torchvision(name: str, root: Path, download: bool = False) -> list[Split]:
    original = ORIGINALS[name]
    splits = []
    for train in (True, False):
        data_set = original.torchvision_class(root, train=train, download=download)
        images, labels = torch.as_tensor(data_set.data), torch.as_tensor(data_set.targets)
        if images.ndim == 4:
            images = images.permute(0, 3, 1, 2).contiguous()  # (N, 3, 32, 32)
        shape = tuple(images.shape)
        if shape != (len(labels), *original.image_shape):
            raise ValueError(f"images {shape} and {len(labels)} labels do not belong together")
        if labels.min() < 0 or labels.max() > 9:
            raise ValueError("a label is not in 0..9")
        splits.append((images, labels))
    return splits


def _download(name: str, root: Path) -> list[Split]:
    """Download into a temporary folder below ``root``; move in place what proved readable.

    torchvision trusts any MNIST file that has the right name, so an interrupted download in
    place would later pass for the data set. Archives already in place are used.
    """
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=root) as folder:
        temporary = Path(folder)
        archives, _ = _layout(name)
        for archive in archives:
            if (root / archive).is_file():
                (temporary / archive).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / archive, temporary / archive)
        with _socket_timeout(TIMEOUT_SECONDS), contextlib.redirect_stderr(sys.stdout):
            splits = _read_torchvision(name, temporary, download=True)
        unpacked = [path for path in temporary.rglob("*") if path.is_file()]
        for path in unpacked:
            if path.suffix != ".gz":
                target = root / path.relative_to(temporary)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
    return splits


@contextlib.contextmanager
def _socket_timeout(seconds: float) -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
