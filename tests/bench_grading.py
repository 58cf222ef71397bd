"""What the coordinator itself costs: ``python -m tests.bench_grading 1000 10000``.

A class of so many hands in notebook 01 and is graded by a runner without boxes, whose time does not
count. Each size is measured in a process of its own.
"""

import csv
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "instructor")]

import classroom  # noqa: E402
import nbformat  # noqa: E402
from fake import FakeRunner  # noqa: E402
from vitcourse_authoring.course import solution_path  # noqa: E402
from vitcourse_authoring.notebooks import grade_id, notebook_bytes  # noqa: E402
from vitcourse_grading.grade import Settings, grade  # noqa: E402


class FreeRunner(FakeRunner):
    """Keeps no job, and knows how long it took itself."""

    seconds = 0.0

    def run(self, jobs):
        for job in jobs:
            begun = time.process_time()
            outcome = self._outcome(job)
            self.seconds += time.process_time() - begun
            yield job, outcome


def fill(folder: Path, size: int) -> None:
    """Write ``roster.csv`` and an upload of every student, with outputs, each another file."""
    (folder / "in").mkdir(parents=True)
    notebook = classroom.answered(classroom.solutions())
    whole = nbformat.read(solution_path(classroom.NAME), as_version=4)
    outputs = {grade_id(cell) or cell.id: cell.get("outputs") for cell in whole.cells}
    for cell in notebook.cells:
        if cell.source == classroom.FREE_TEXT:
            cell.source = "the answer of STUDENT"
        if cell.cell_type == "code":
            cell.outputs = outputs.get(grade_id(cell) or cell.id) or []
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
        roster=folder / "roster.csv", due=classroom.DUE, classroom=folder / "classroom"
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
        fill(folder, size)
        grade_class_of_one(folder / "warm")
        first, again = grade_class(folder), grade_class(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "submissions": size,
        "first_ms": round(1000 * first / size, 2),
        "again_ms": round(1000 * again / size, 2),
        "peak_mib": round(peak),
    }


def grade_class_of_one(folder: Path) -> None:
    """Load and cache what does not depend on the size of a class."""
    fill(folder, 1)
    grade_class(folder)


def main(sizes: list[str]) -> None:
    logging.getLogger("vitcourse_grading").setLevel(logging.WARNING)
    if len(sizes) == 1:
        print(json.dumps(measure(int(sizes[0]))))
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, size], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
