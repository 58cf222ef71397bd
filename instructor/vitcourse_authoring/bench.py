"""The course's recipes beside the usual ones: how much is learned, in how many seconds.

Every run is a process of its own, so that its peak memory is its own. What has been measured is
kept line by line in `results.jsonl`; a bench that was stopped goes on there.
"""

import datetime
import json
import math
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, stdev

from tqdm import tqdm

from .course import ROOT, UserError
from .notebooks import write_file

BENCH = ROOT / "bench"
THREADS = 2
CAP = 30.0  # seconds of training after which a usual recipe is stopped and extrapolated
SEEDS = 3
COURSE, USUAL = "course", "usual"
TITLES = {
    "mnist_softmax": "MNIST, softmax regression",
    "mnist_ffnn": "MNIST, feed-forward network",
    "mnist_cnn": "MNIST, small CNN",
    "fashion_mnist_vit": "Fashion-MNIST, plain ViT",
    "fashion_mnist_vit_best": "Fashion-MNIST, best ViT",
    "cifar10_linear_probe": "CIFAR-10, frozen backbone, 1,000 labels",
    "pos_embed": "CIFAR-10, fewer patches: positions interpolated or cut",
    "denoise": "Denoising",
    "growth": "How cost grows",
}
# One training of the best ViT takes minutes; its baseline is that of the plain one.
ONE_SEED = ("fashion_mnist_vit_best", "growth")
SAME_BASELINE = {"fashion_mnist_vit_best": "fashion_mnist_vit"}


def plan(tasks: list[str], seeds: int = SEEDS) -> list[tuple[str, str, int]]:
    """Every run (task, way, seed): one seed of everything before the next, ways side by side.

    Raises:
        UserError: there is no such task.
    """
    unknown = [task for task in tasks if task not in TITLES]
    if unknown:
        raise UserError(f'there is no task "{unknown[0]}"; choose from {", ".join(TITLES)}.')
    return [
        (task, way, seed)
        for seed in range(seeds)
        for task in tasks or TITLES
        if seed == 0 or task not in ONE_SEED
        for way in ways(task)
    ]


def ways(task: str) -> list[str]:
    """How a task is solved: the course's way first."""
    from .baselines import BASELINES
    from .recipes import USUAL as IN_NOTEBOOKS

    others = [way for name, way in BASELINES if name == task]
    return [COURSE, *others, *([USUAL] if task in IN_NOTEBOOKS else [])]


def bench(
    tasks: list[str],
    budget: float,
    output: Path = BENCH,
    publish: bool = False,
    run: Callable[[str, str, int], dict] | None = None,
) -> None:
    """Measure what has not been measured, until the budget is spent; write table, JSON, figure.

    Args:
        tasks: names of `TITLES`; all when empty.
        budget: seconds. A run is begun only while some are left.
        output: the folder of results.
        publish: put the table into the README and the website as well.
        run: measures one run; a process of its own when left out.

    Raises:
        UserError: there is no such task, or a run failed.
    """
    runs, begun = plan(tasks), time.monotonic()
    log = output / "results.jsonl"
    known = {(row["task"], row["way"], row["seed"]) for row in read(log)}
    output.mkdir(parents=True, exist_ok=True)
    with tqdm(total=len(runs), desc="bench", unit="run", file=sys.stdout, disable=None) as bar:
        for task, way, seed in runs:
            if (task, way, seed) not in known:
                if time.monotonic() - begun > budget:
                    bar.write("The budget is spent; the same command goes on from here.")
                    break
                bar.set_postfix_str(f"{task}, {way}, seed {seed}")
                row = (run or _in_a_process)(task, way, seed)
                with log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            bar.update()
    write(read(log), output, publish)


def read(log: Path) -> list[dict]:
    """What has been measured; a last line that was cut off counts for nothing."""
    rows = []
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            try:
                rows.append(json.loads(line))
            except ValueError:
                continue
    return rows


def _in_a_process(task: str, way: str, seed: int) -> dict:
    threads = {"OMP_NUM_THREADS": str(THREADS), "MKL_NUM_THREADS": str(THREADS)}
    command = [sys.executable, "-m", __name__, task, way, str(seed)]
    done = subprocess.run(
        command, env=os.environ | threads | {"MPLBACKEND": "Agg"}, capture_output=True, text=True
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it was killed"])[-1]
        raise UserError(f"{task}, {way}, seed {seed}: {reason}")
    return json.loads(done.stdout.splitlines()[-1])


# --- one run ----------------------------------------------------------------------------


class _Progress:
    """`vitcourse.progress` without a bar: it counts, and it ends a loop that has taken too long."""

    def __init__(self, cap: float = math.inf):
        self.cap, self.done, self.total = cap, 0, 0

    def __call__(self, items: Iterable, label: str = "", total: int | None = None) -> Iterator:
        items, begun = list(items), time.perf_counter()
        self.done, self.total = 0, len(items)
        for item in items:
            if self.done and time.perf_counter() - begun > self.cap:
                return
            yield item
            self.done += 1


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Every seed that a notebook sets, moved: seed 0 is the notebook as it stands."""
    import numpy as np
    import torch

    shift, real = 1000 * seed, (torch.manual_seed, torch.Generator)

    class Generator(real[1]):  # type: ignore[misc]
        def manual_seed(self, number: int):
            return super().manual_seed(number + shift)

    def manual_seed(number: int):
        return real[0](number + shift)

    random.seed(seed)
    np.random.seed(seed)
    manual_seed(0)
    torch.manual_seed, torch.Generator = manual_seed, Generator  # type: ignore[misc]
    try:
        yield
    finally:
        torch.manual_seed, torch.Generator = real  # type: ignore[misc]


def measure(task: str, way: str, seed: int, cap: float = CAP) -> dict:
    """Train once and say what came of it; see `recipes` and `baselines`."""
    import torch
    import vitcourse

    from . import baselines, recipes

    facts = {"task": task, "way": way, "seed": seed, "threads": torch.get_num_threads()}
    if task == "growth":
        return facts | {"growth": growth(_found(recipes.NETWORK)["ViT"])}
    in_notebooks = recipes.COURSE if way == COURSE else recipes.USUAL
    real, vitcourse.progress = vitcourse.progress, _Progress(math.inf if way == COURSE else cap)
    try:
        with _seeded(seed):
            if (task, way) in baselines.BASELINES:
                found = baselines.run(baselines.BASELINES[task, way], cap)
            else:
                found = _found(in_notebooks[task])
        done = found.get("done") or vitcourse.progress.done / max(1, vitcourse.progress.total)
    finally:
        vitcourse.progress = real
    seconds, curve = found["seconds"], found["curve"]
    if curve and not isinstance(curve[0], tuple | list):  # one value after each epoch
        curve = [(seconds * (i + 1) / len(curve), value) for i, value in enumerate(curve)]
    return facts | {
        "metric": "psnr_db" if task == "denoise" else "test_accuracy",
        "parameters": sum(p.numel() for p in found["model"].parameters()),
        "multiply_adds": multiply_adds(found["model"], found["sample"]),
        "images_per_second": found["images"] / seconds,
        "train_seconds": seconds / done,
        "done": done,  # below 1: the seconds of the whole recipe are extrapolated
        "quality": found["quality"],
        "published": found.get("published"),
        "curve": curve,
        "peak_memory_mb": peak_memory_mb(),
        "profile": vitcourse.profile(),
    }


def _found(recipe) -> dict:
    from .recipes import cut

    names: dict = {"__name__": "__main__"}
    exec(compile(cut(recipe), f"<{recipe.notebook}>", "exec"), names)
    return names["found"]


def peak_memory_mb() -> float:
    """The most memory that this process has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def multiply_adds(model, sample) -> int:
    """Multiplications of one forward pass, counted while it runs."""
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    model.train()  # in eval mode, PyTorch's encoder hides its work in one operation
    for module in model.modules():
        if "Norm" in type(module).__name__:
            module.eval()
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), counter:
        model(sample)
    return counter.get_total_flops() // 2


AXES = {
    "tokens": (16, 64, 256, 1024),
    "width": (64, 128, 256, 512),
    "depth": (1, 2, 4, 8),
    "batch": (4, 8, 16, 32),
}


def growth(network, axes: dict[str, tuple[int, ...]] = AXES, least: float = 1.0) -> list[dict]:
    """Seconds of a training step of notebook 05's ViT, along one axis after the other.

    Args:
        network: the class.
        axes: what to change, and to which values.
        least: seconds of measuring for each point.
    """
    import torch
    from torch.nn import functional as F

    rows = []
    for axis, values in axes.items():
        for value in values:
            size = {"tokens": 64, "width": 128, "depth": 2, "batch": 8} | {axis: value}
            side = 7 * math.isqrt(size["tokens"])
            torch.manual_seed(0)
            width, depth = size["width"], size["depth"]
            model = network(side, 7, 1, 10, d_model=width, n_heads=4, d_ff=2 * width, n_layers=depth)
            optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
            x, y = torch.randn(size["batch"], 1, side, side), torch.zeros(size["batch"]).long()
            spent: list[float] = []
            while len(spent) < 4 or sum(spent) < least:
                begun = time.perf_counter()
                loss = F.cross_entropy(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                spent.append(time.perf_counter() - begun)
            steady = sorted(spent[1:])  # the first step also allocates
            work = multiply_adds(model, x[:1]) * size["batch"]
            rows.append(
                {"axis": axis, "value": value, "seconds": steady[len(steady) // 2], "work": work}
            )
    return rows


def exponent(sizes: list[float], costs: list[float]) -> float:
    """The exponent p of the best fitting cost = c * size ** p."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    dx = [value - mean(x) for value in x]
    return sum(a * (b - mean(y)) for a, b in zip(dx, y, strict=True)) / sum(a * a for a in dx)
