"""The course's recipes beside the usual ones: how much is learned, in how many seconds.

Every run is a process of its own, so that its peak memory is its own. What has been measured is
kept line by line in `bench.jsonl`; a bench that was stopped goes on there.
"""

import datetime
import json
import math
import os
import platform
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, stdev
from unittest.mock import patch

from tqdm import tqdm

from .course import ROOT, UserError
from .notebooks import write_file

THREADS = 2
CAP = 20.0  # seconds of training after which a usual recipe is stopped and extrapolated
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
Run = tuple[str | int, ...]  # what names a run: here task, way and seed
# One training of the best ViT takes minutes; its baseline is that of the plain one.
ONE_SEED = ("fashion_mnist_vit_best", "growth")
SAME_BASELINE = {"fashion_mnist_vit_best": "fashion_mnist_vit"}


def plan(tasks: list[str], seeds: int = SEEDS) -> list[Run]:
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
    output: Path,
    publish: bool = False,
    run: Callable[[Run], dict] | None = None,
) -> None:
    """Measure what has not been measured, until the budget is spent; write table, JSON, figure.

    Args:
        tasks: names of `TITLES`; all when empty.
        budget: seconds. A run is begun only while some are left.
        output: the folder of results.
        publish: put table and figure into README and website as well.
        run: measures one run; a process of its own when left out.

    Raises:
        UserError: there is no such task, or a run failed.
    """
    rows = go_through(plan(tasks), budget, output / "bench.jsonl", run or _in_a_process)
    lines = [*table(rows), "", *growth_table(rows)]
    write("bench", lines, rows, output, publish)
    draw(rows, output / "curves.png")
    if publish:
        draw(rows, FIGURE)


def go_through(
    runs: list[Run], budget: float, log: Path, measure: Callable[[Run], dict]
) -> list[dict]:
    """Measure every run that the log does not hold yet; return all that it holds then.

    Raises:
        UserError: nothing has been measured.
    """
    begun = time.monotonic()
    known = {tuple(row["run"]) for row in read(log)}
    log.parent.mkdir(parents=True, exist_ok=True)
    with tqdm(total=len(runs), unit="run", file=sys.stdout, disable=None) as bar:
        for run in runs:
            if run not in known:
                if time.monotonic() - begun > budget:
                    bar.write("The budget is spent; the same command goes on from here.")
                    break
                bar.set_postfix_str(", ".join(map(str, run)))
                keep({"run": run} | measure(run), log)
            bar.update()
    rows = [row for row in read(log) if tuple(row["run"]) in runs]
    if not rows:
        raise UserError("the budget was spent before anything was measured; give more seconds.")
    return rows


def keep(row: dict, log: Path) -> None:
    """Append one measured run, behind whatever was cut off when the last bench was killed."""
    with log.open("a+", encoding="utf-8") as file:
        text = json.dumps(row) + "\n"
        file.seek(0)
        whole = file.read()
        file.write(text if not whole or whole.endswith("\n") else "\n" + text)


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


def _in_a_process(run: Run) -> dict:
    threads = {"OMP_NUM_THREADS": str(THREADS), "MKL_NUM_THREADS": str(THREADS)}
    return child(__spec__.name, run, threads | {"MPLBACKEND": "Agg"})


def child(module: str, run: Run, environment: dict[str, str]) -> dict:
    """Measure one run in a process of its own.

    Raises:
        UserError: it failed.
    """
    command = [sys.executable, "-m", module, *map(str, run)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it was killed"])[-1]
        raise UserError(f"{', '.join(map(str, run))}: {reason}")
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

    shift, generator, everywhere = 1000 * seed, torch.Generator, torch.manual_seed

    class Generator(generator):  # type: ignore[valid-type, misc]
        def manual_seed(self, number: int):
            return super().manual_seed(number + shift)

    def manual_seed(number: int):
        return everywhere(number + shift)

    random.seed(seed)
    np.random.seed(seed)
    manual_seed(0)
    with (
        patch.object(torch, "manual_seed", manual_seed),
        patch.object(torch, "Generator", Generator),
    ):
        yield


def measure(task: str, way: str, seed: int, cap: float | None = None) -> dict:
    """Train once and say what came of it; see `recipes` and `baselines`.

    Args:
        task: a name of `TITLES`.
        way: the course's or another one, see `ways`.
        seed: 0 is the notebook as it stands.
        cap: seconds after which training is stopped; when left out, the course trains to the end.
    """
    import torch
    import vitcourse

    from . import baselines, recipes

    facts = {"task": task, "way": way, "seed": seed, "threads": torch.get_num_threads()}
    if task == "growth":
        return facts | {"growth": growth(_found(recipes.NETWORK)["ViT"])}
    in_notebooks = recipes.COURSE if way == COURSE else recipes.USUAL
    if cap is None:
        cap = math.inf if way == COURSE else CAP
    progress = _Progress(cap)
    with _seeded(seed), patch.object(vitcourse, "progress", progress):
        if (task, way) in baselines.BASELINES:
            found = baselines.run(baselines.BASELINES[task, way], cap)
        else:
            found = _found(in_notebooks[task])
    done = found.get("done") or progress.done / progress.total
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


AXES: dict[str, tuple[int, ...]] = {
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
            width = size["width"]
            shape = {"d_model": width, "n_heads": 4, "d_ff": 2 * width, "n_layers": size["depth"]}
            model = network(side, 7, 1, 10, **shape)
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


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The exponent p of the best fitting cost = c * size ** p."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    dx = [value - mean(x) for value in x]
    return sum(a * (b - mean(y)) for a, b in zip(dx, y, strict=True)) / sum(a * a for a in dx)


# --- what is written --------------------------------------------------------------------


def write(name: str, lines: list[str], rows: list[dict], output: Path, publish: bool) -> None:
    """Write a table as Markdown and what it was made from as JSON; publish it if wanted."""
    date = f"{datetime.date.today():%Y-%m-%d}"
    facts = {"date": date, "machine": machine(), "command": command()}
    said = f"Measured on {date} by `{command()}` on {machine()}."
    block = "\n".join([said, "", *lines]).strip() + "\n"
    write_file(block.encode(), output / f"{name}.md")
    write_file(json.dumps(facts | {"runs": rows}, indent=1).encode(), output / f"{name}.json")
    print(block)
    if publish:
        replace_block(README, name, block)


README = ROOT / "README.md"  # the website takes the tables from there
FIGURE = ROOT / "site" / "benchmarks.png"


def published_block(name: str) -> str:
    """The table that the README has between the marks of ``name``."""
    return README.read_text(encoding="utf-8").split(f"<!-- {name} -->\n")[1].split("<!-- /")[0]


def replace_block(page: Path, name: str, block: str) -> None:
    """Put a text between the marks `<!-- NAME -->` and `<!-- /NAME -->` of a page.

    Raises:
        UserError: the page has no such marks.
    """
    first, last = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    text = page.read_text(encoding="utf-8")
    if first not in text or last not in text.split(first, 1)[1]:
        raise UserError(f"{page.name}: there are no lines {first.strip()} and {last} to fill.")
    before, rest = text.split(first, 1)
    after = rest.split(last, 1)[1]
    write_file(f"{before}{first}{block}{last}{after}".encode(), page)


def command() -> str:
    """The command as it was typed, without what changes no result and paths of this computer."""
    typed = " ".join(["python -m instructor", *(Path(part).name for part in sys.argv[1:])])
    return re.sub(r" --(publish|budget[ =]\S+)", "", typed)


def machine() -> str:
    """Cores and processor."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^model name\s*: (.+)$", info.read_text(), re.M)
        model = found.group(1) if found else model
    return f"{os.cpu_count()} cores ({model}), {THREADS} threads"


def _spread(values: list[float], form: Callable[[float], str]) -> str:
    return form(mean(values)) + (f" ± {form(stdev(values))}" if len(values) > 1 else "")


def _quality(rows: list[dict]) -> str:
    if rows[0]["published"] is not None:
        return f"{100 * rows[0]['published']:.1f} % (published)"
    values = [row["quality"] for row in rows if row["quality"] is not None]
    if not values:
        return "not measured"
    in_db = rows[0]["metric"] == "psnr_db"
    unit, scale = ("dB", 1) if in_db else ("%", 100)
    said = _spread([scale * value for value in values], lambda value: f"{value:.1f}") + f" {unit}"
    done = mean(row["done"] for row in rows)
    return said if done > 0.999 else f"{said} (after {100 * done:.0f} % of it)"


def of_task(task: str, rows: list[dict]) -> list[dict]:
    """The runs of a task, and those of the baseline that it shares."""
    mine = [row for row in rows if row["task"] == task]
    shared = SAME_BASELINE.get(task) if mine else None
    return mine + [row for row in rows if row["task"] == shared and row["way"] == USUAL]


def table(rows: list[dict]) -> list[str]:
    """Every task and way, means over the seeds, as a table in Markdown."""
    lines = [
        "| task | way | parameters | multiply-adds | images/s | training s | quality | memory MB "
        "| seconds ÷ course's |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for task, title in TITLES.items():
        mine = [row for row in of_task(task, rows) if "train_seconds" in row]
        course = [row["train_seconds"] for row in mine if row["way"] == COURSE]
        for way in dict.fromkeys(row["way"] for row in mine):
            some = [row for row in mine if row["way"] == way]
            seconds = mean(row["train_seconds"] for row in some)
            about = "" if mean(row["done"] for row in some) > 0.999 else "about "
            ratio = f"{about}{seconds / mean(course):,.1f}" if course and way != COURSE else ""
            lines.append(
                f"| {title} | {way} | {some[0]['parameters']:,} | {some[0]['multiply_adds']:,} "
                f"| {mean(row['images_per_second'] for row in some):,.0f} | {about}{seconds:,.1f} "
                f"| {_quality(some)} | {mean(row['peak_memory_mb'] for row in some):,.0f} "
                f"| {ratio} |"
            )
    return [
        *lines,
        "",
        "Quality is the accuracy on the test images, or the PSNR. ± is the standard deviation over "
        "seeds. *About*: extrapolated from the first "
        f"{CAP:.0f} seconds of training. Multiply-adds are those of one image.",
    ]


def growth_table(rows: list[dict]) -> list[str]:
    """Seconds per step along each axis, with the fitted exponent and that of the work."""
    points = [point for row in rows for point in row.get("growth", [])]
    if not points:
        return []
    lines = [
        "| what grows | from, to | seconds per step | exponent, measured | of multiply-adds |",
        "|---|--:|--:|--:|--:|",
    ]
    for axis in dict.fromkeys(point["axis"] for point in points):
        some = [point for point in points if point["axis"] == axis]
        sizes, seconds, work = ([p[key] for p in some] for key in ("value", "seconds", "work"))
        lines.append(
            f"| {axis} | {sizes[0]}, {sizes[-1]} | {seconds[0]:.4f}, {seconds[-1]:.4f} "
            f"| {exponent(sizes, seconds):.2f} | {exponent(sizes, work):.2f} |"
        )
    return lines


def draw(rows: list[dict], path: Path) -> None:
    """Quality against seconds of training, one picture for each task, one color for each way."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter

    curves = {task: [row for row in of_task(task, rows) if row.get("curve")] for task in TITLES}
    curves = {task: some for task, some in curves.items() if some}
    if not curves:
        return
    colors = {COURSE: "#0072B2", USUAL: "#D55E00", "same backbone": "#009E73"}
    columns = min(3, len(curves))
    lines = -(-len(curves) // columns)
    figure = Figure(figsize=(4 * columns, 3 * lines), layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False).flat
    for ax, (task, some) in zip(axes, curves.items(), strict=False):
        for row in some:
            seconds, quality = zip(*row["curve"], strict=True)
            label = row["way"] if row["seed"] == 0 else None
            ax.plot(seconds, quality, ".-", color=colors[row["way"]], label=label)
            if row["published"] is not None:
                label = "published, extrapolated" if row["seed"] == 0 else None
                end = row["train_seconds"], row["published"]
                ax.plot(*end, "*", color=colors[row["way"]], label=label)
        in_db = some[0]["metric"] == "psnr_db"
        quality_is = "PSNR (dB)" if in_db else "accuracy"
        ax.set(xscale="log", xlabel="seconds of training", ylabel=quality_is)
        low, high = (math.log10(seconds) for seconds in ax.get_xlim())
        ax.set_xlim(10 ** math.floor(low), 10 ** math.ceil(high))
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.set_title(TITLES[task], fontsize=9)
        ax.legend(fontsize=7)
    for ax in figure.axes[len(curves) :]:
        ax.remove()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", THREADS)))
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
