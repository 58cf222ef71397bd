"""A class of any size that hands in notebook 01, and a runner for it that takes no time.

Pictures are left out of the outputs: with them, ten thousand uploads and what is made of them have
25 GB.
"""

import csv
import re
import time
from dataclasses import replace
from pathlib import Path

from fake import FakeRunner
from vitcourse_authoring.notebooks import digest
from vitcourse_grading.grade import Settings, grade
from vitcourse_grading.outcome import Outcome

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
