"""Our grader, boxed, beside plain `nbgrader autograde`, not boxed, on the same submissions."""

import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

import psutil
from vitcourse_authoring.bench import Run, child, exponent, go_through, write
from vitcourse_authoring.course import ROOT, UserError, pick_names, solution_path, student_path
from vitcourse_authoring.notebooks import grade_id, is_answer, read_notebook

OURS, PLAIN, COORDINATOR = "ours", "plain nbgrader", "coordinator"
MOST_PLAIN = 10  # plain nbgrader takes one submission after the other: a larger class is the same


def plan(notebooks: list[str], sizes: list[int], workers: list[int], alone: list[int]) -> list[Run]:
    """Every run (who, notebook, size of the class, workers), the short ones first."""
    pick_names(notebooks)
    return [
        *(
            (who, name, size, count)
            for size in sizes
            for name in notebooks
            if name == notebooks[0] or 1 < size <= MOST_PLAIN
            for count in workers
            if count <= size
            for who in (OURS, PLAIN)
            if who == OURS or size <= MOST_PLAIN
        ),
        *((COORDINATOR, notebooks[0], size, 1) for size in alone),
    ]


def bench_grading(
    notebooks: list[str],
    sizes: list[int],
    workers: list[int],
    alone: list[int],
    budget: float,
    output: Path,
    publish: bool = False,
    run: Callable[[Run], dict] | None = None,
) -> None:
    """Measure what has not been measured, until the budget is spent; write table and JSON.

    Args:
        notebooks: what the class hands in. All but the first only in classes of 2 to 10.
        sizes: of the classes. Plain nbgrader gets those of at most 10.
        workers: processes at the same time.
        alone: sizes of classes that are graded without boxes, to time the coordinator.
        budget: seconds. A run is begun only while some are left.
        output: the folder of results.
        publish: put the table into the README and the website as well.
        run: measures one run; a process of its own when left out.

    Raises:
        UserError: there is no such notebook, or a run failed.
    """
    runs = plan(notebooks, sizes, workers, alone)
    rows = go_through(runs, budget, output / "bench-grading.jsonl", run or _in_a_process)
    write("bench-grading", [*table(rows), "", *coordinator_table(rows)], rows, output, publish)


def _in_a_process(run: Run) -> dict:
    return child(__spec__.name, run, {})


# --- one run ----------------------------------------------------------------------------


def submissions(name: str, size: int) -> Iterator[tuple[str, bytes]]:
    """Students and their notebooks: answers from the solutions, some left out, no two the same."""
    solution = read_notebook(solution_path(name).read_text(encoding="utf-8"))
    answers = {grade_id(cell): cell.source for cell in solution.cells if is_answer(cell)}
    blank = read_notebook(student_path(name).read_text(encoding="utf-8"))
    for number in range(size):
        dice, notebook = random.Random(number), deepcopy(blank)
        for cell in notebook.cells:
            if is_answer(cell) and cell.cell_type == "code" and dice.random() < 0.8:
                cell.source = f"# {number}\n{answers[grade_id(cell)]}"
        notebook.cells[-1].source += f"\n<!-- {number} -->"
        yield f"s{number:05d}", json.dumps(notebook).encode()


def measure(who: str, name: str, size: int, workers: int) -> dict:
    """Grade a class once and say what it took."""
    with tempfile.TemporaryDirectory() as place:
        if who == COORDINATOR:
            _large_class(Path(place), size)
        with _memory() as most:
            seconds, alone = _GRADERS[who](Path(place), name, size, workers)
    return {
        "seconds": seconds,
        "alone": alone,  # seconds in which only one process can work
        "peak_memory_mb": most[0] / 1e6,
    }


def _ours(place: Path, name: str, size: int, workers: int) -> tuple[float, float]:
    from .runner import LocalRunner

    return _grade(place, name, size, _Timed(LocalRunner(workers)), boxed=True)


def _large_class(place: Path, size: int) -> None:
    """Write a class for the coordinator, in a process of its own, whose memory does not count."""
    sys.path.insert(0, str(ROOT / "tests"))
    from large_class import fill  # type: ignore[import-not-found]

    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(fill, place / "class", size).result()
        pool.submit(fill, place / "one", 1).result()


def _coordinator(place: Path, name: str, size: int, workers: int) -> tuple[float, float]:
    """CPU seconds of everything but the boxes."""
    from large_class import grade_class

    grade_class(place / "one")  # loads what does not depend on the size of a class
    seconds = grade_class(place / "class")
    return seconds, seconds


def _grade(place: Path, name: str, size: int, runner: "_Timed", boxed: bool) -> tuple[float, float]:
    from .grade import Settings, grade

    uploads = place / "uploads"
    uploads.mkdir()
    for student, data in submissions(name, size):
        (uploads / f"{student}_{name}.ipynb").write_bytes(data)
    begun = time.perf_counter()
    grade(uploads, Settings(classroom=place / "classroom", boxed=boxed), runner)
    seconds = time.perf_counter() - begun
    if runner.done != size:
        raise UserError(f"only {runner.done} of {size} submissions were graded.")
    return seconds, seconds - runner.seconds


class _Timed:
    """A runner with a clock that runs while outcomes are waited for."""

    def __init__(self, runner):
        self.runner, self.seconds, self.done = runner, 0.0, 0

    def run(self, jobs):
        outcomes = self.runner.run(jobs)
        while True:
            begun = time.perf_counter()
            found = next(outcomes, None)
            self.seconds += time.perf_counter() - begun
            if found is None:
                return
            self.done += found[1].error == "" and found[1].refused == ""
            yield found


def _plain(place: Path, name: str, size: int, workers: int) -> tuple[float, float]:
    """nbgrader as it comes; for two workers, two classes of half the size side by side."""
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(place)}
    folders = [place / str(number) for number in range(workers)]
    for folder in folders:
        source = folder / "source" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_bytes(solution_path(name).read_bytes())
    for number, (student, data) in enumerate(submissions(name, size)):
        submitted = folders[number % workers] / "submitted" / student / name / f"{name}.ipynb"
        submitted.parent.mkdir(parents=True)
        submitted.write_bytes(data)

    def nbgrader(command: str, folder: Path) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "nbgrader", command, name],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    for folder in folders:
        nbgrader("generate_assignment", folder).wait()
    begun = time.perf_counter()
    for process in [nbgrader("autograde", folder) for folder in folders]:
        process.wait()
    seconds = time.perf_counter() - begun
    done = len(list(place.glob(f"*/autograded/*/{name}/{name}.ipynb")))
    if done != size:
        raise UserError(f"plain nbgrader graded only {done} of {size} submissions.")
    return seconds, seconds


_GRADERS = {OURS: _ours, PLAIN: _plain, COORDINATOR: _coordinator}


@contextmanager
def _memory() -> Iterator[list[float]]:
    """The most memory of this process and all below it together; shared pages count once."""
    most, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            total = 0.0
            for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
                try:
                    memory = process.memory_full_info()
                except psutil.Error:
                    continue
                total += getattr(memory, "pss", memory.rss)
            most[0] = max(most[0], total)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


# --- what is written --------------------------------------------------------------------


def table(rows: list[dict]) -> list[str]:
    """Seconds per submission by who grades, notebook, class and workers."""
    lines = [
        "| notebook | class | workers | grader | seconds per submission | memory MB "
        "| only one process | faster than plain |",
        "|---|--:|--:|---|--:|--:|--:|--:|",
    ]
    found = {tuple(row["run"]): row for row in rows}
    for (who, name, size, workers), row in found.items():
        if who == COORDINATOR:
            continue
        each = row["seconds"] / size
        # A class too large for plain nbgrader is compared with its largest one.
        plain = [
            other["seconds"] / n
            for (grader, of, n, count), other in found.items()
            if (grader, of, count) == (PLAIN, name, workers) and n <= size
        ]
        ratio = f"{plain[-1] / each:.1f}" if who == OURS and plain else ""
        lines.append(
            f"| {name} | {size} | {workers} | {who} | {each:.2f} | {row['peak_memory_mb']:,.0f} "
            f"| {100 * row['alone'] / row['seconds']:.0f} % | {ratio} |"
        )
    return [
        *lines,
        "",
        f"Ours runs each submission in a box, plain nbgrader does not. It has no workers: for two, "
        f"two of it grade half of the class each. Beyond {MOST_PLAIN} submissions it is not run; "
        "ours is compared with its largest class.",
    ]


def coordinator_table(rows: list[dict]) -> list[str]:
    """What the coordinator alone takes, without any notebook run."""
    some = [row for row in rows if row["run"][0] == COORDINATOR]
    if not some:
        return []
    lines = [
        "| submissions | coordinator's CPU seconds | milliseconds each | memory MB |",
        "|--:|--:|--:|--:|",
    ]
    for row in some:
        size, seconds = row["run"][2], row["seconds"]
        lines.append(
            f"| {size:,} | {seconds:.1f} | {1000 * seconds / size:.1f} "
            f"| {row['peak_memory_mb']:,.0f} |"
        )
    if len(some) > 1:
        sizes, seconds = zip(*((row["run"][2], row["seconds"]) for row in some), strict=True)
        memory = [row["peak_memory_mb"] for row in some]
        lines += [
            "",
            f"Exponents: {exponent(sizes, seconds):.2f} (seconds), "
            f"{exponent(sizes, memory):.2f} (memory).",
        ]
    return lines


if __name__ == "__main__":
    who, name, size, workers = sys.argv[1:]
    print(json.dumps(measure(who, name, int(size), int(workers))))
