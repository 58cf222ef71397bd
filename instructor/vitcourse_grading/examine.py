"""Grade one upload: rebuild it, run it in a box, see what passes and whether it can fail.

A job is plain data in, plain data out, so that any executor of ``concurrent.futures`` can run it.
Before its first job of a notebook, a worker grades the solutions and the untouched notebook: one
that cannot tell them apart grades nobody.
"""

import secrets
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4
from vitcourse_authoring.course import ROOT, solution_path, student_path
from vitcourse_authoring.notebooks import (
    grade_id,
    hidden_lines,
    is_answer,
    is_graded,
    notebook_bytes,
    sentence,
    squeeze,
    storable,
)
from vitcourse_authoring.syntax import needed_cells

from . import sandbox
from .altered import altered_test, read_report, report_of
from .material import material
from .outcome import Outcome, Verdict, answer_digests
from .rebuild import Rebuilt, instructors_copy, rebuild, safe_display
from .sandbox import Kernel, Limits, Reply, SandboxError

MOST_TEXT = 20_000  # letters of printed text kept per cell


@dataclass(frozen=True)
class Job:
    """One upload. ``key`` says what it is to be graded with."""

    notebook: str
    upload: str  # digest of the bytes
    data: bytes
    key: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    boxed: bool = True


def run_job(job: Job) -> Outcome:
    """Grade one upload; never raises for anything the upload contains."""
    here = material(job.notebook)
    other = [name for name, value in here.items() if job.key.get(name, value) != value]
    if other:
        return Outcome(refused=f"a worker has another version of {' and '.join(other)}")
    trouble = prove(job.notebook, job.boxed)
    if trouble:
        return Outcome(refused=trouble)
    return examine(job)


_proof = threading.Lock()


def prove(notebook: str, boxed: bool) -> str:
    """Why this worker must not grade a notebook; empty where it tells right from wrong."""
    with _proof:  # threads of one process share one proof
        return _prove(notebook, boxed)


@cache
def _prove(notebook: str, boxed: bool) -> str:
    if boxed and sandbox.unavailable():
        return sandbox.unavailable()
    whole = nbformat.read(solution_path(notebook), as_version=4)
    released = nbformat.read(student_path(notebook), as_version=4)
    solutions = {grade_id(cell): cell.source for cell in whole.cells if is_answer(cell)}
    for answers, what, passes in (
        ({}, "untouched notebook", False),
        (solutions, "solutions", True),
    ):
        for cell in released.cells:
            cell.source = answers.get(grade_id(cell), cell.source)
        outcome = examine(Job(notebook, "", notebook_bytes(released), {}, Limits(), boxed))
        failed = outcome.error or outcome.rejected
        if failed:
            return f"the {what} of {notebook} could not be graded here ({failed})"
        wrong = {
            name: verdict.withheld or verdict.reason or "they pass"
            for name, verdict in outcome.exercises.items()
            if (verdict.passed and not verdict.withheld) is not passes
        }
        for name, reason in wrong.items():
            got = "do not get" if passes else "gets"
            return f"the {what} of {notebook} {got} the points of {name} here ({reason})"
    return ""


def examine(job: Job) -> Outcome:
    """Rebuild an upload and run it."""
    begun = time.monotonic()
    outcome = Outcome(key=dict(job.key))
    try:
        rebuilt = rebuild(job.notebook, job.data)
    except ValueError as error:
        outcome.rejected = storable(str(error))
        return outcome
    run = _Run(rebuilt, _files_beside(job.notebook), job.limits, job.boxed)
    try:
        run.everything()
    except (SandboxError, OSError) as error:
        outcome.error = f"the grader failed, not the student: {error}"
        return outcome
    run.store()
    outcome.notebook = storable(nbformat.writes(rebuilt.notebook))
    outcome.exercises = run.verdicts()
    outcome.answers = answer_digests(rebuilt.notebook)
    outcome.blank = blank_texts(job.notebook, rebuilt.notebook)
    outcome.notes = [storable(note) for note in rebuilt.notes + run.notes]
    outcome.seconds = round(time.monotonic() - begun, 2)
    return outcome


def blank_texts(name: str, notebook: NotebookNode) -> list[str]:
    """Free-text answers that were left as they were handed out, or emptied."""
    ours = {grade_id(cell): cell.source.split() for cell in instructors_copy(name).cells}
    return [
        str(grade_id(cell))
        for cell in notebook.cells
        if is_answer(cell)
        and is_graded(cell)
        and cell.source.split() in ([], ours.get(grade_id(cell)))
    ]


def _files_beside(name: str) -> list[Path]:
    """What students were given beside the notebook, such as a photo."""
    folder = ROOT / "course" / name
    return [
        p for p in sorted(folder.iterdir()) if p.is_file() and p.suffix not in (".ipynb", ".md")
    ]


class _Dead(Exception):
    """The kernel is gone."""


class _Run:
    """Runs the cells that decide marks; goes on in a new kernel where a cell kills one."""

    def __init__(self, rebuilt: Rebuilt, files: list[Path], limits: Limits, boxed: bool):
        self.rebuilt, self.files, self.limits, self.boxed = rebuilt, files, limits, boxed
        self.cells = rebuilt.notebook.cells
        self.needed = needed_cells(self.cells, set(rebuilt.tests), rebuilt.student_code)
        self.replies: dict[int, Reply] = {}
        self.skipped: set[int] = set()
        self.withheld: dict[str, str] = {}
        self.notes: list[str] = []
        self.hidden = hidden_lines(rebuilt.notebook)
        self.left = limits.total_seconds
        for index, names in rebuilt.suspicious.items():
            where = grade_id(self.cells[index]) or "an additional cell"
            self.notes.append(f"{where} uses {names}")
            for test, exercise in rebuilt.tests.items():
                if test > index:
                    self.withheld.setdefault(exercise, f"{where} uses {names}")

    def everything(self) -> None:
        for attempt in range(self.limits.restarts + 1):
            try:
                with Kernel(self.files, self.limits, self.boxed) as kernel:
                    self._cells(kernel)
                return
            except _Dead:
                self.notes.append(f"the kernel was restarted ({attempt + 1})")
        self._give_up(f"not run: the kernel had died {self.limits.restarts + 1} times")

    def _cells(self, kernel: Kernel) -> None:
        for index in self.needed:
            if index in self.skipped:
                continue
            if self.left <= 0:
                self._give_up(
                    f"not run: the {self.limits.total_seconds:g} s for this notebook were used up"
                )
                return
            reply = self._run(kernel, self.cells[index].source)
            first = index not in self.replies
            if first:
                self.replies[index] = reply
            if reply.status == "dead":
                self.skipped.add(index)
                raise _Dead
            if first and index in self.rebuilt.tests and reply.status == "ok":
                self._alter(kernel, index)

    def _give_up(self, reason: str) -> None:
        for index in self.needed:
            self.replies.setdefault(index, Reply("stopped", reason))

    def _run(self, kernel: Kernel, source: str, ask: str = "") -> Reply:
        reply = kernel.run(source, min(self.limits.cell_seconds, max(self.left, 1)), ask)
        self.left -= reply.seconds
        return reply

    def _alter(self, kernel: Kernel, index: int) -> None:
        """Run a passed test once more, altered so that every check must fail."""
        nonce = secrets.token_hex(8)
        reply = self._run(kernel, altered_test(self.cells[index].source, nonce))
        if reply.status == "ok":
            reply = self._run(kernel, "", ask=report_of(nonce))
        report = read_report(reply.answer)
        exercise = self.rebuilt.tests[index]
        if report is None:
            self.withheld[exercise] = "its checks could not be repeated with other expected values"
        elif report[1]:
            self.withheld[exercise] = f"a check passes whatever it expects ({report[1][0]})"
        elif not report[0]:
            self.withheld[exercise] = "its checks did not run"
        if reply.status == "dead":
            raise _Dead

    # --- results ---

    def verdicts(self) -> dict[str, Verdict]:
        """exercise -> whether its checks passed, and if not, why, in one sentence."""
        found = {}
        answers = {grade_id(cell): i for i, cell in enumerate(self.cells) if grade_id(cell)}
        for test, exercise in self.rebuilt.tests.items():
            if self.replies[test].status == "ok":
                found[exercise] = Verdict(True, "", storable(self.withheld.get(exercise, "")))
                continue
            reason = _reason(self.replies[test])
            answer = self.replies.get(answers.get(exercise, -1))
            if answer is not None and answer.status != "ok":
                reason = f"the answer cell ended with: {_reason(answer)}"
            found[exercise] = Verdict(False, storable(self._without_tests(reason)))
        return found

    def _without_tests(self, reason: str) -> str:
        """A reason that quotes no hidden test, whoever put it there."""
        squeezed = squeeze(reason)
        if any(line in squeezed for line in self.hidden):
            return "the check failed (its message quotes the test and is not shown)"
        return reason

    def store(self) -> None:
        """Put what the cells showed into the notebook, made safe for a browser."""
        for number, index in enumerate(self.needed, start=1):
            cell, reply = self.cells[index], self.replies[index]
            test = self.rebuilt.tests.get(index)
            cell.outputs = _safe(reply, is_test=test is not None)
            cell.execution_count = number
            if test in self.withheld and reply.status == "ok":
                cell.outputs.append(_error("NeedsReview", f"no marks yet: {self.withheld[test]}"))


def _reason(reply: Reply) -> str:
    if reply.status == "ok":
        return ""
    if reply.reason:
        return reply.reason
    for output in reply.outputs:
        if output.output_type == "error":
            return " ".join(sentence(output).split())[:600]
    return "the cell did not finish properly"


def _error(name: str, text: str) -> NotebookNode:
    return v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def _safe(reply: Reply, is_test: bool) -> list[NotebookNode]:
    """Outputs as nbgrader and a browser may see them.

    A test's outputs decide its marks: any error means none, and so would anything on stderr,
    which is why warnings of a passed test become ordinary text.
    """
    kept, letters = [], 0
    for output in reply.outputs:
        if output.output_type == "stream":
            text = output.text[: max(0, MOST_TEXT - letters)]
            letters += len(text)
            name = "stdout" if is_test else output.name
            if text:
                kept.append(v4.new_output("stream", name=name, text=text))
        elif output.output_type == "error":
            if not reply.reason:
                trace = [str(line)[:5000] for line in output.traceback][:50]
                text = str(output.evalue)[:5000]
                kept.append(
                    v4.new_output("error", ename=output.ename, evalue=text, traceback=trace)
                )
        else:
            shown = safe_display(output.data)
            if shown is not None:
                kept.append(shown)
    failed = any(output.output_type == "error" for output in kept)
    if reply.status != "ok" and not failed:
        kept.append(_error("Stopped", _reason(reply)))
    return kept
