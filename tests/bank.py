"""Run answers (stub, solution, answer bank) against the tests of a notebook, in process."""

import io
import os
import re
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

from instructor.altered import altered_test, read_report
from instructor.course import ROOT, markdown_path, nbgrader_config
from instructor.notebooks import grade_id, is_answer, is_graded, read_markdown

ANSWERS = ROOT / "tests" / "answers"


@dataclass
class Outcome:
    """What happened when an answer met its tests; an empty message means it passed.

    ``unmoved`` names checks that pass although another value is expected: where the grader finds
    one, it holds marks back.
    """

    visible: str = ""
    full: str = ""
    stderr: str = ""
    unmoved: str = ""


@dataclass
class Exercise:
    name: str
    solution: str
    stub: str
    between: list[str]
    visible: str
    full: str
    points: float
    outcomes: dict[str, Outcome] = field(default_factory=dict)


def answer_files(notebook: str, exercise: str = "*") -> list[Path]:
    return sorted(ANSWERS.glob(f"{notebook}/{exercise}/*.py"))


def expected_hint(path: Path) -> str:
    """The text behind ``Hint:`` in the docstring of a wrong answer."""
    found = re.search(r"^Hint:\s*(.+?)\s*(?:\n\s*\n|\"\"\")", path.read_text(), re.S | re.M)
    return " ".join(found.group(1).split()) if found else ""


def _stub(source: str) -> str:
    clear = ClearSolutions(config=nbgrader_config())
    cell = {"cell_type": "code", "source": source}
    holder = type("Cell", (), cell)()
    clear._replace_solution_region(holder, "python")
    return holder.source


def _visible(source: str) -> str:
    holder = type("Cell", (), {"source": source})()
    ClearHiddenTests()._remove_hidden_test_region(holder)
    return holder.source


@cache
def exercises(notebook: str) -> dict[str, Exercise]:
    """All graded code exercises of a notebook, in order, by grade id."""
    cells = [cell for cell in read_markdown(markdown_path(notebook)).cells]
    found = {}
    for index, cell in enumerate(cells):
        if cell.cell_type != "code" or not is_answer(cell) or is_graded(cell):
            continue
        name = grade_id(cell)
        tests = [i for i, other in enumerate(cells) if grade_id(other) == f"test-{name}"]
        if not tests:
            continue
        test = cells[tests[0]]
        between = [c.source for c in cells[index + 1 : tests[0]] if c.cell_type == "code"]
        found[name] = Exercise(
            name=name,
            solution=cell.source,
            stub=_stub(cell.source),
            between=between,
            visible=_visible(test.source),
            full=test.source,
            points=test.metadata.nbgrader.points,
        )
    return found


def _compile(source: str, where: str):
    return compile(TransformerManager().transform_cell(source), where, "exec")


def _failure(source: str, where: str, namespace: dict) -> str:
    try:
        exec(_compile(source, where), namespace)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        if type(error).__name__ == "CheckFailed":
            return " ".join(str(error).split())
        return f"{type(error).__name__}: {error}"
    return ""


def try_answer(exercise: Exercise, source: str, where: str, namespace: dict) -> Outcome:
    """Run one answer against the visible tests alone and against all tests."""
    outcome, complaints = Outcome(), io.StringIO()
    with (
        redirect_stdout(io.StringIO()),
        redirect_stderr(complaints),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("default")
        for category in (DeprecationWarning, PendingDeprecationWarning):
            warnings.simplefilter("ignore", category)  # as in a kernel
        for attribute, tests in (("visible", exercise.visible), ("full", exercise.full)):
            space = dict(namespace)
            for part in (source, *exercise.between, tests):
                message = _failure(part, where, space)
                if message:
                    break
            setattr(outcome, attribute, message)
        if not outcome.full and "check." in exercise.full:
            outcome.unmoved = _unmoved(exercise.full, where, space)
    outcome.stderr = complaints.getvalue() + "".join(str(warning.message) for warning in caught)
    return outcome


def _unmoved(tests: str, where: str, namespace: dict) -> str:
    """Repeat tests that were passed as the grader does, with other expected values."""
    with redirect_stdout(io.StringIO()) as printed:
        message = _failure(altered_test(tests, "nonce"), where, namespace)
    report = read_report(printed.getvalue(), "nonce")
    if report is None:
        return f"no report: {message}"
    return ", ".join(report[1]) if report[0] else "no check was reached"


def _walk(notebook: str, answers: dict[str, dict[str, str]], untouched: bool) -> dict:
    """Execute a notebook's cells in order, trying ``answers`` where each exercise stands.

    With ``untouched``, every exercise keeps its stub and cells may fail, as for a student who
    has solved nothing else.
    """
    known = exercises(notebook)
    last = max((name for name in known), key=list(known).index)
    outcomes: dict[str, dict[str, Outcome]] = {name: {} for name in known}
    namespace = {"__name__": "__main__"}
    here = os.getcwd()
    os.chdir(markdown_path(notebook).parent)
    try:
        for cell in read_markdown(markdown_path(notebook)).cells:
            if cell.cell_type != "code":
                continue
            name, source = grade_id(cell), cell.source
            if name in known:
                for label, answer in answers[name].items():
                    outcomes[name][label] = try_answer(known[name], answer, label, namespace)
                if untouched:
                    source = known[name].stub
                if name == last:
                    break
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                message = _failure(source, f"{notebook}:{cell.id}", namespace)
            if message and not untouched:
                raise RuntimeError(f"{notebook}, cell {cell.id}: {message}")
    finally:
        os.chdir(here)
    return outcomes


@cache
def outcomes(notebook: str) -> dict[str, dict[str, Outcome]]:
    """grade id -> label -> outcome, for stub, solution and every file of the answer bank."""
    answers = {
        name: {"stub": exercise.stub, "solution": exercise.solution}
        | {path.name: path.read_text() for path in answer_files(notebook, name)}
        for name, exercise in exercises(notebook).items()
    }
    return _walk(notebook, answers, untouched=False)


@cache
def lonely_outcomes(notebook: str) -> dict[str, Outcome]:
    """grade id -> outcome of the solution when every other exercise is left untouched."""
    answers = {name: {"solution": e.solution} for name, e in exercises(notebook).items()}
    found = _walk(notebook, answers, untouched=True)
    return {name: labels["solution"] for name, labels in found.items()}
