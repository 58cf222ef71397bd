"""What the coordinator itself costs: ``python -m tests.bench_grading 1000 10000``.

A class of so many hands in notebook 01 and is graded by a runner without boxes, whose time does not
count. Each size is measured in a process of its own. Pictures are left out of the outputs: with
them, ten thousand uploads and what is made of them have 25 GB.
"""

import csv
import json
import logging
import multiprocessing
import re
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "instructor")]

from fake import FakeRunner  # noqa: E402
from vitcourse_authoring.notebooks import digest  # noqa: E402
from vitcourse_grading.grade import Settings, grade  # noqa: E402
from vitcourse_grading.outcome import Outcome  # noqa: E402

MOST_LETTERS = 20_000  # of an output
STUDENT = re.compile(rb"(?<=the answer of )s\d+")


class FreeRunner(FakeRunner):
    """Keeps no job, knows how long it took itself, and looks at the first upload only."""

    seconds = 0.0
    first = None

    def run(self, jobs):
        for job in jobs:
            begun = time.process_time()
            student = STUDENT.search(job.data)[0].decode()
            if self.first is None:
                self.first = student, self._outcome(job)
            outcome = self._like_first(student)
            self.seconds += time.process_time() - begun
            yield job, outcome

    def _like_first(self, student: str) -> Outcome:
        name, outcome = self.first
        sources = {cell: text.replace(name, student) for cell, text in outcome.sources.items()}
        answers = dict(outcome.answers)
        for cell, text in sources.items():
            if text != outcome.sources[cell]:
                answers[cell] = digest(text)
        notebook = outcome.notebook.replace(name, student)
        return replace(outcome, sources=sources, answers=answers, notebook=notebook)


def fill(folder: Path, size: int) -> None:
    """Write ``roster.csv`` and an upload of every student, with outputs, each another file."""
    import classroom  # loads PyTorch, whose memory does not count
    import nbformat
    from vitcourse_authoring.course import solution_path
    from vitcourse_authoring.notebooks import grade_id, notebook_bytes

    (folder / "in").mkdir(parents=True)
    notebook = classroom.answered(classroom.solutions())
    whole = nbformat.read(solution_path(classroom.NAME), as_version=4)
    outputs = {grade_id(cell) or cell.id: cell.get("outputs") for cell in whole.cells}
    for cell in notebook.cells:
        if cell.source == classroom.FREE_TEXT:
            cell.source = "the answer of STUDENT"
        if cell.cell_type == "code":
            some = outputs.get(grade_id(cell) or cell.id) or []
            cell.outputs = [output for output in some if len(str(output)) < MOST_LETTERS]
    template = notebook_bytes(notebook)
    with (folder / "roster.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["student_id", "first_name", "last_name", "due"])
        for number in range(size):
            student = f"s{number:05}"
            writer.writerow([student, f"First{number}", f"Last{number % (size // 5 + 1)}", ""])
            data = template.replace(b"STUDENT", student.encode())
            classroom.write(folder / "in" / f"{student}_01.ipynb", data)


def grade_class(folder: Path) -> float:
    """Grade what :func:`fill` wrote; return the CPU seconds that all but the runner took."""
    settings = Settings(
        roster=folder / "roster.csv", due="2026-11-20 18:00", classroom=folder / "classroom"
    )
    runner, begun = FreeRunner(), time.process_time()
    grade(folder / "in", settings, runner)
    return time.process_time() - begun - runner.seconds


def measure(size: int) -> dict[str, float]:
    """Grade a class twice in this process: CPU milliseconds per submission, and peak memory.

    ``first`` is the run that grades, ``again`` one to which nothing new came.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            pool.submit(fill, folder, size).result()
            pool.submit(fill, folder / "one", 1).result()
        grade_class(folder / "one")  # loads what does not depend on the size of a class
        kib = next((folder / "in").iterdir()).stat().st_size // 1024
        first, again = grade_class(folder), grade_class(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "submissions": size,
        "upload_kib": kib,
        "first_ms": round(1000 * first / size, 2),
        "again_ms": round(1000 * again / size, 2),
        "peak_mib": round(peak),
    }


def main(sizes: list[str]) -> None:
    logging.getLogger("vitcourse_grading").setLevel(logging.WARNING)
    if len(sizes) == 1:
        print(json.dumps(measure(int(sizes[0]))))
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, size], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
