"""Pretrained Vision Transformers: from the hubs where they can be had, else the bundled one."""

import contextlib
import hashlib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import timm
import torch
import torch.nn.functional as F
from huggingface_hub import try_to_load_from_cache
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from timm.layers import PatchEmbed
from timm.models import get_pretrained_cfg, load_checkpoint
from timm.models.vision_transformer import VisionTransformer
from torch import nn
from torchvision.models import ViT_B_16_Weights, vit_b_16

from .data import BUNDLED, TIMEOUT_SECONDS, _read_bundled, _socket_timeout
from .runtime import profile

NAMES = ("vit_micro", "deit_tiny", "vit_b_16")
VIT_MICRO_FILE = BUNDLED / "vit_micro.safetensors"
LOGITS_FILE = BUNDLED / "imagenet_logits.safetensors"
LOGITS_SHA256 = "019f044cf223eed303202c9958ec394033958ece98f6e914cab1061a0fe83537"

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_MICRO = ((0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
_DEIT = "deit_tiny_patch16_224"


@dataclass(frozen=True, eq=False)
class Backbone:
    """A Vision Transformer and what is needed to use it.

    Attributes:
        name: what it is: ``"vit_micro"``, ``"deit_tiny"`` or ``"vit_b_16"``.
        model: timm's or torchvision's module, in eval mode, on the CPU. ``deit_tiny`` and
            ``vit_b_16`` come with their head for the 1,000 classes of ImageNet, ``vit_micro``
            comes without a head (``num_classes=0``).
        transform: turns a batch of uint8 images ``(N, 3, H, W)``, on any device, into what the
            model expects: float32 ``(N, 3, image_size, image_size)``, enlarged or reduced,
            scaled and normalized.
        image_size: height and width of the images that the model expects, in pixels.
        source: one sentence that says where the weights come from.
        pretrained: whether they were trained at all.
    """

    name: str
    model: nn.Module
    transform: Callable[[torch.Tensor], torch.Tensor]
    image_size: int
    source: str
    pretrained: bool


def load_backbone(
    name: Literal["vit_micro", "deit_tiny", "vit_b_16"] = "vit_micro",
    *,
    pretrained: bool = True,
) -> Backbone:
    """Return a Vision Transformer, its transform and a sentence about its weights.

    - ``"vit_micro"``: the course's own small model for 32x32 images, bundled (see
      ``bundled/vit_micro.md``), always at hand.
    - ``"deit_tiny"``: timm's ``deit_tiny_patch16_224``, trained on ImageNet without
      distillation (Touvron et al. 2021, https://arxiv.org/abs/2012.12877).
    - ``"vit_b_16"``: torchvision's ViT-B/16 with ``ViT_B_16_Weights.IMAGENET1K_V1``
      (architecture: Dosovitskiy et al. 2021, https://arxiv.org/abs/2010.11929).

    Weights of the last two are taken from the caches of Hugging Face or ``torch.hub`` or, in
    the profile ``full``, downloaded into the latter. Where that does not work, ``vit_micro``
    is returned instead: look at ``.name``, and print ``.source``, which says why.

    Args:
        name: the model wanted.
        pretrained: with False, the same architecture with fresh random weights; no file is
            read, nothing is downloaded, and the model is always the one asked for.

    Raises:
        ValueError: there is no such backbone.
        RuntimeError: the bundled weights are missing or damaged.
    """
    if name not in NAMES:
        known = ", ".join(f'"{each}"' for each in NAMES)
        raise ValueError(f'load_backbone("{name}"): there is no such backbone; choose {known}.')
    if not pretrained:
        return _fresh(name)
    if name == "vit_micro":
        return _bundled(f"vit_micro: bundled weights ({VIT_MICRO_FILE.name}).")
    try:
        file, origin = _find_weights(name)
        backbone = _fresh(name)
        _fill(backbone.model, file)
    except Exception as error:  # hubs, sockets, archives and pickles raise all kinds of errors
        reason = textwrap.shorten(f"{type(error).__name__}: {error}", width=160)
        return _bundled(
            f"{name}: its weights are neither cached nor reachable ({reason}); "
            "using the bundled vit_micro instead."
        )
    return Backbone(
        name=name,
        model=backbone.model.eval(),
        transform=backbone.transform,
        image_size=backbone.image_size,
        source=f"{name}: weights trained on ImageNet, {origin} ({file}).",
        pretrained=True,
    )


# --- predictions of a network that is too large to bundle ------------------------------


@dataclass(frozen=True, eq=False)
class ImageNetPredictions:
    """What a network trained on ImageNet says about one photo and ten images of CIFAR-10.

    Attributes:
        model: the network's name.
        source: one sentence that says where these numbers come from.
        photo_logits: ``(1, 1000)``, for the photo of notebook 06.
        photo_sha256: checksum of that photo's file.
        images: uint8 ``(10, 3, 32, 32)``, one bundled test image of each class of CIFAR-10.
        labels: their classes ``(10,)``.
        image_logits: ``(10, 1000)``.
    """

    model: str
    source: str
    photo_logits: torch.Tensor
    photo_sha256: str
    images: torch.Tensor
    labels: torch.Tensor
    image_logits: torch.Tensor


def imagenet_predictions() -> ImageNetPredictions:
    """Return bundled answers of EfficientNet-Lite0, a ConvNet trained on ImageNet.

    ``make_imagenet_logits.py`` of the course computed them. The order of the 1,000
    classes is torchvision's ``ViT_B_16_Weights.IMAGENET1K_V1.meta["categories"]``.

    Raises:
        RuntimeError: the bundled file is missing or damaged.
    """
    try:
        digest = hashlib.sha256(LOGITS_FILE.read_bytes()).hexdigest()
        if digest != LOGITS_SHA256:
            raise ValueError(f"sha256 {digest}, expected {LOGITS_SHA256}")
        with safe_open(LOGITS_FILE, "pt") as file:
            logits, places = file.get_tensor("logits").float(), file.get_tensor("places")
            about = json.loads(file.metadata()["about"])
    except (OSError, ValueError, SafetensorError) as error:
        raise RuntimeError(
            f"imagenet_predictions: bundled file {LOGITS_FILE} cannot be used ({error}); "
            "reinstall the course."
        ) from error
    images, labels = _read_bundled("cifar10", "test")
    return ImageNetPredictions(
        model=about["model"],
        source=(
            f"{about['model']}: a ConvNet trained on ImageNet; its logits for these images were "
            f"computed beforehand and come with the course ({LOGITS_FILE.name})."
        ),
        photo_logits=logits[:1],
        photo_sha256=about["photo_sha256"],
        images=images[places],
        labels=labels[places],
        image_logits=logits[1:],
    )


# --- architectures and transforms -------------------------------------------------------


class ConvStem(PatchEmbed):
    """Patch embedding by three 3x3 convolutions of stride 2 instead of one of stride 8.

    Neighboring patches overlap, which helps small models (Xiao et al. 2021, *Early Convolutions
    Help Transformers See Better*, https://arxiv.org/abs/2106.14881). Everything else is timm's
    ``PatchEmbed``: ``img_size``, ``grid_size``, ``num_patches`` and the check of the input size.
    """

    def __init__(self, *, in_chans: int = 3, embed_dim: int = 128, **kwargs) -> None:
        super().__init__(in_chans=in_chans, embed_dim=embed_dim, **kwargs)
        if self.patch_size != (8, 8):
            raise ValueError(f"ConvStem: patch_size is {self.patch_size}, expected (8, 8).")
        self.proj = nn.Sequential(  # type: ignore[assignment]  # timm declares a Conv2d
            nn.Conv2d(in_chans, 32, 3, stride=2, padding=1, bias=False),  # (N, 32, H/2, W/2)
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=2, padding=1, bias=False),  # (N, 64, H/4, W/4)
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.Conv2d(64, embed_dim, 3, stride=2, padding=1),  # (N, embed_dim, H/8, W/8)
        )


def make_vit_micro(num_classes: int = 0) -> VisionTransformer:
    """Return timm's ``VisionTransformer`` in the size of ``vit_micro``, randomly initialized.

    Images ``(N, 3, 32, 32)``, 16 patches and a class token, d_model 128, 5 blocks of 4 heads.
    """
    return VisionTransformer(
        img_size=32,
        patch_size=8,
        embed_dim=128,
        depth=5,
        num_heads=4,
        num_classes=num_classes,
        embed_layer=ConvStem,
    )


def _make_transform(image_size: int, normalization: tuple) -> Callable:
    mean, std = (torch.tensor(values)[:, None, None] for values in normalization)  # (3, 1, 1)

    def transform(images: torch.Tensor) -> torch.Tensor:
        pixels = images.float() / 255
        if pixels.shape[-2:] != (image_size, image_size):
            pixels = F.interpolate(pixels, size=image_size, mode="bicubic", antialias=True)
            pixels = pixels.clamp(0, 1)
        return (pixels - mean.to(pixels.device)) / std.to(pixels.device)

    return transform


vit_micro_transform = _make_transform(32, _MICRO)


def _fresh(name: str) -> Backbone:
    """Return the architecture with random weights."""
    model: nn.Module
    if name == "vit_micro":
        model, size, transform = make_vit_micro(), 32, vit_micro_transform
    else:
        size, transform = 224, _make_transform(224, _IMAGENET)
        model = timm.create_model(_DEIT) if name == "deit_tiny" else vit_b_16()
    source = f"{name}: fresh random weights, not trained on anything."
    return Backbone(name, model.eval(), transform, size, source, pretrained=False)


# --- weights ----------------------------------------------------------------------------


def _bundled(source: str) -> Backbone:
    model = make_vit_micro()
    try:
        weights = load_file(VIT_MICRO_FILE)
        model.load_state_dict({name: _widen(value) for name, value in weights.items()})
    except Exception as error:
        raise RuntimeError(
            f"load_backbone: bundled file {VIT_MICRO_FILE} cannot be used "
            f"({type(error).__name__}: {error}); reinstall the course."
        ) from error
    return Backbone("vit_micro", model.eval(), vit_micro_transform, 32, source, pretrained=True)


def _widen(value: torch.Tensor) -> torch.Tensor:
    """Turn stored float16 into float32; counters stay as they are."""
    return value.float() if value.is_floating_point() else value


def _find_weights(name: str) -> tuple[Path, str]:
    """Return the file with the weights of a hub model and where it was found.

    Raises:
        FileNotFoundError: it is not cached, and the profile ``quick`` downloads nothing.
        OSError: the download failed.
    """
    if name == "deit_tiny":
        hub: Any = get_pretrained_cfg(_DEIT)
        url = hub.url
        for file_name in ("model.safetensors", "pytorch_model.bin"):
            cached = try_to_load_from_cache(hub.hf_hub_id, file_name)
            if isinstance(cached, str):
                return Path(cached), "found in the cache of Hugging Face"
    else:
        url = ViT_B_16_Weights.IMAGENET1K_V1.url

    file = Path(torch.hub.get_dir(), "checkpoints", Path(url).name)
    if file.is_file():
        return file, "found in the cache of torch.hub"
    if profile() == "quick":
        raise FileNotFoundError(f"{file} does not exist, and the profile quick downloads nothing")
    file.parent.mkdir(parents=True, exist_ok=True)
    expected = file.stem.rsplit("-", 1)[1]  # the first digits of the file's sha256
    with _quiet_download():
        torch.hub.download_url_to_file(url, str(file), hash_prefix=expected, progress=False)
    return file, f"downloaded from {url}"


@contextlib.contextmanager
def _quiet_download() -> Iterator[None]:
    """Give up on a stalled server; write nothing to stderr, which nbgrader takes for an error."""
    with _socket_timeout(TIMEOUT_SECONDS), contextlib.redirect_stderr(sys.stdout):
        yield


def _fill(model: nn.Module, file: Path) -> None:
    if isinstance(model, VisionTransformer):
        # Knows safetensors as well as {"model": state_dict}.
        load_checkpoint(model, str(file), weights_only=True)
    else:
        model.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
