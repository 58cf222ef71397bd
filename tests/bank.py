"""Run answers (stub, solution, answer bank) against the tests of a notebook, in process.

``.venv/bin/python -m tests.bank 02_softmax_regression`` prints, in seconds, how many wrong answers
fail on the page, and every answer that is judged otherwise than its file says.
"""

import ast
import io
import linecache
import os
import re
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from vitcourse import session
from vitcourse_authoring.course import ROOT, markdown_path, nbgrader_config, notebook_names
from vitcourse_authoring.notebooks import grade_id, is_answer, is_graded, read_markdown
from vitcourse_authoring.syntax import needed_cells
from vitcourse_grading.altered import altered_test, read_report, report_of

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


def _failure(source: str, where: str, namespace: dict) -> str:
    """Run a cell as a kernel does; return what a student would read, empty when it ran through."""
    code = TransformerManager().transform_cell(source)
    linecache.cache[where] = (len(code), None, code.splitlines(keepends=True), where)
    session.current.begin(source, namespace)
    problem = None
    try:
        exec(compile(code, where, "exec"), namespace)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        problem = error
    session.current.end(namespace, problem)
    if problem is None:
        return ""
    if isinstance(problem, Exception) and session.is_check(source):
        return " ".join(session.explain(problem, namespace).split())
    return f"{type(problem).__name__}: {problem}"


def try_answer(exercise: Exercise, source: str, where: str, namespace: dict) -> Outcome:
    """Run one answer against the visible tests alone and, where it passes, against all tests."""
    outcome, complaints = Outcome(), io.StringIO()
    with (
        redirect_stdout(io.StringIO()),
        redirect_stderr(complaints),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("default")
        for category in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)  # as in a kernel
        outcome.visible, space = _judge(exercise, exercise.visible, source, where, namespace)
        outcome.full = outcome.visible
        if not outcome.visible and exercise.full != exercise.visible:
            outcome.full, space = _judge(exercise, exercise.full, source, where, namespace)
        if not outcome.full and "check." in exercise.full:
            outcome.unmoved = _unmoved(exercise.full, where, space)
    outcome.stderr = complaints.getvalue() + "".join(str(warning.message) for warning in caught)
    return outcome


def _judge(
    exercise: Exercise, tests: str, source: str, where: str, namespace: dict
) -> tuple[str, dict]:
    """What the tests say about an answer, and the variables afterwards."""
    session.current.failed.clear()
    space = dict(namespace)
    for number, part in enumerate((source, *exercise.between)):
        _failure(part, f"{where}, cell {number}", space)  # an error here shows in the test, or not
    message = _failure(tests, f"{where}, test", space)
    session.current.failed.clear()
    return message, space


def _unmoved(tests: str, where: str, namespace: dict) -> str:
    """Repeat tests that were passed as the grader does, with other expected values."""
    with redirect_stdout(io.StringIO()):
        message = _failure(altered_test(tests, "nonce"), where, namespace)
    report = None if message else read_report(eval(report_of("nonce"), namespace))
    if report is None:
        return f"no report: {message}"
    return ", ".join(report[1]) if report[0] else "no check was reached"


def _walk(notebook: str, answers: dict[str, dict[str, str]], untouched: bool) -> dict:
    """Execute the cells that decide marks, in order, trying ``answers`` where each exercise stands.

    With ``untouched``, every exercise keeps its stub and cells may fail, as for a student who
    has solved nothing else.
    """
    known = exercises(notebook)
    outcomes: dict[str, dict[str, Outcome]] = {name: {} for name in known}
    namespace = {"__name__": "__main__"}
    cells = read_markdown(markdown_path(notebook)).cells
    place = {grade_id(cell): index for index, cell in enumerate(cells) if grade_id(cell)}
    tests = {place[f"test-{name}"] for name in known}
    here = os.getcwd()
    os.chdir(markdown_path(notebook).parent)
    try:
        for index in _needed(cells, tests, {place[name]: answers[name] for name in known}):
            cell = cells[index]
            name, source = grade_id(cell), cell.source
            if name in known:
                for label, answer in answers[name].items():
                    outcomes[name][label] = try_answer(known[name], answer, label, namespace)
                outcomes[name]["stale"] = Outcome(visible=try_stale(known[name], name, namespace))
                if untouched:
                    source = known[name].stub
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                message = _failure(source, f"{notebook}:{cell.id}", namespace)
            if message and not untouched:
                raise RuntimeError(f"{notebook}, cell {cell.id}: {message}")
    finally:
        os.chdir(here)
    return outcomes


def _needed(cells: list, tests: set[int], answers: dict[int, dict[str, str]]) -> list[int]:
    """Cells that decide marks: tests, and whatever any of the answers builds on."""
    cells = list(cells)
    for index, labels in answers.items():
        cells[index] = NotebookNode(cells[index], source="\n".join(labels.values()))
    return needed_cells(cells, tests, set(answers))


@cache
def outcomes(notebook: str) -> dict[str, dict[str, Outcome]]:
    """grade id -> label -> outcome: stub, solution, broken answers, every file of the bank."""
    answers = {
        name: {"stub": exercise.stub, "solution": exercise.solution}
        | {path.name: path.read_text() for path in answer_files(notebook, name)}
        | broken_answers(exercise)
        for name, exercise in exercises(notebook).items()
    }
    return _walk(notebook, answers, untouched=False)


@cache
def lonely_outcomes(notebook: str) -> dict[str, Outcome]:
    """grade id -> outcome of the solution when every other exercise is left untouched."""
    answers = {name: {"solution": e.solution} for name, e in exercises(notebook).items()}
    found = _walk(notebook, answers, untouched=True)
    return {name: labels["solution"] for name, labels in found.items()}


# --- answers that are broken rather than wrong ------------------------------------------


def broken_answers(exercise: Exercise) -> dict[str, str]:
    """What can go wrong before an answer is even wrong: kind of trouble -> source.

    Functions and classes get a body that raises, returns nothing or only the first part of the
    result; any answer may be missing, or stale because its cell is no valid Python any more.
    """
    found = {"missing": "pass"}
    tree = ast.parse(exercise.solution)
    things = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    if not things:
        return found | {"nothing": "\n".join(f"{name} = None" for name in _targets(tree))}
    for kind in ("raises", "nothing", "first part"):
        wrappers = "\n".join(_BREAK.format(name=thing.name, kind=kind) for thing in things)
        found[kind] = f"{exercise.solution}\n{_BREAKER}\n{wrappers}"
    return found


def _targets(tree: ast.Module) -> list[str]:
    return [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]


_BREAKER = """
import functools


def broken(function, kind):
    @functools.wraps(function)
    def call(*args, **kwargs):
        if kind == "raises":
            raise KeyError("broken on purpose")
        result = function(*args, **kwargs)
        if kind == "nothing":
            return None
        if isinstance(result, dict):
            return dict(list(result.items())[1:])
        if isinstance(result, (list, tuple)) or getattr(result, "ndim", 0):
            return result[0]
        return str(result)
    return call
"""
_BREAK = """
if isinstance({name}, type):
    {name}.forward = broken({name}.forward, "{kind}")
else:
    {name} = broken({name}, "{kind}")
"""


def try_stale(exercise: Exercise, where: str, namespace: dict) -> str:
    """What the visible check says when the answer cell was right once and is no Python now."""
    session.current.failed.clear()
    space = dict(namespace)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for number, source in enumerate((exercise.solution, *exercise.between)):
            _failure(source, f"{where}, cell {number}", space)
        _failure(f"{exercise.solution}\n)", f"{where}, broken", space)
        message = _failure(exercise.visible, f"{where}, test", space)
    session.current.failed.clear()
    return message


# --- for authors ------------------------------------------------------------------------


def visible(notebook: str) -> dict[str, dict[str, bool]]:
    """exercise -> file of a wrong answer -> whether it fails on the page."""
    return {
        exercise: {
            label: bool(outcome.visible)
            for label, outcome in found.items()
            if label.startswith("wrong_")
        }
        for exercise, found in outcomes(notebook).items()
    }


def complaint(notebook: str, exercise: str, path: Path) -> str:
    """How an answer of the bank is judged otherwise than it says; empty where it is not."""
    outcome = outcomes(notebook)[exercise][path.name]
    if path.name.startswith("right_"):
        return "" if outcome == Outcome() else f"a right answer fails: {outcome}"
    hint = expected_hint(path)
    if not hint:
        return "it states no hint"
    if not outcome.full:
        return "it passes every test"
    return "" if hint in outcome.full else f'expected "{hint}" in "{outcome.full}"'


def main(notebooks: list[str]) -> None:
    for notebook in notebooks:
        table = visible(notebook)
        for exercise, seen in table.items():
            hidden = ", ".join(label for label, fails in seen.items() if not fails)
            print(f"{exercise:26} {sum(seen.values())} of {len(seen)} fail visibly  {hidden}")
            for path in answer_files(notebook, exercise):
                said = complaint(notebook, exercise, path)
                if said:
                    print(f"    {path.name}: {said}")
        everything = [fails for seen in table.values() for fails in seen.values()]
        print(f"{notebook}: {sum(everything) / len(everything):.1%} fail visibly\n")


if __name__ == "__main__":
    os.environ.update(VITCOURSE_PROFILE="quick", MPLBACKEND="Agg")
    main(sys.argv[1:] or notebook_names())
