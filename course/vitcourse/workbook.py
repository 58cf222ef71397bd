"""The student's notebooks as files: fill the workbook, bring it up to date, say how far it is.

``course.json`` beside this module, written by ``release``, says which exercises every notebook
has, what they are worth, and how their untouched cells and checks look.
"""

import ast
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .session import parse

LARGEST = 20 * 2**20  # bytes of a notebook that the grader reads
LETTERS_OF_A_SENTENCE = 20  # fewer are no answer to a question: "x", "TODO", "see above"


@dataclass(frozen=True)
class Exercise:
    """One graded exercise.

    Attributes:
        id: name of its answer cell, ``grade_id`` in the cell's metadata.
        number: as on the page, such as ``"2.1"``.
        points: full marks.
        minutes: what it takes, as the page says.
        is_text: whether a person reads the answer.
        names: what the answer cell defines.
        stub: fingerprint of the untouched answer cell.
        check: fingerprint of the check cell; empty for text.
    """

    id: str
    number: str
    title: str
    points: float
    minutes: int
    is_text: bool
    names: tuple[str, ...]
    stub: str
    check: str


@cache
def course_exercises() -> dict[str, list[Exercise]]:
    """Return notebook -> its exercises in order, for the whole course."""
    path = Path(__file__).with_name("course.json")
    table = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: [Exercise(**row | {"names": tuple(row["names"])}) for row in rows]
        for name, rows in table.items()
    }


def fingerprint(source: str) -> str:
    """Short hash of a cell's text, blanks aside."""
    return hashlib.sha256("".join(source.split()).encode("utf-8")).hexdigest()[:16]


# --- reading notebooks ------------------------------------------------------------------


class NotANotebook(ValueError):
    """A file that cannot be read as a notebook; the message says why."""


@dataclass
class Cell:
    """What matters of a cell."""

    kind: str
    source: str
    grade_id: str
    id: str
    outputs: list[dict[str, Any]]

    @property
    def name(self) -> str:
        """Its ``grade_id``, or the cell id that is equal to it where metadata were lost."""
        return self.grade_id or self.id


def read_notebook(path: Path) -> list[Cell]:
    """Read the cells of a notebook.

    Raises:
        NotANotebook: it is missing, too large, cut off, or no notebook of format 4.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise NotANotebook(
                f"it is larger than {LARGEST // 2**20} MiB; clear the outputs, save, try again"
            )
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        return [_cell(cell) for cell in notebook["cells"]]
    except OSError as error:
        raise NotANotebook(f"it cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, NotANotebook):
            raise
        raise NotANotebook("it is no valid notebook, perhaps cut off") from None
    except (KeyError, TypeError, AttributeError):
        raise NotANotebook("it is no notebook of format 4") from None


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    nbgrader = cell.get("metadata", {}).get("nbgrader", {})
    return Cell(
        kind=cell["cell_type"],
        source=source if isinstance(source, str) else "".join(source),
        grade_id=str(nbgrader.get("grade_id", "")),
        id=str(cell.get("id", "")),
        outputs=cell.get("outputs") or [],
    )


def sources_digest(cells: list[Cell]) -> str:
    """Fingerprint of all that a person writes: kinds and texts of the cells, in order."""
    return fingerprint("".join(f"{cell.kind}:{cell.source}\n" for cell in cells))


def _by_name(cells: list[Cell]) -> dict[str, Cell]:
    return {cell.name: cell for cell in reversed(cells)}  # the first of a name counts


# --- filling and updating ---------------------------------------------------------------


def fill(course: Path, workbook: Path) -> list[Path]:
    """Copy what ``workbook`` lacks of the notebooks in ``course``; return the new files.

    Args:
        course: holds the folders ``NN_name``.
        workbook: the student's own copy; existing files are left as they are.
    """
    new = []
    for source, target in _pairs(course, workbook):
        if not target.exists():
            _copy(source, target)
            new.append(target)
    return new


def update(course: Path, workbook: Path) -> Iterator[str]:
    """Bring new versions into the workbook; yield one line for everything done or noticed.

    A notebook in which nobody wrote anything is replaced. One with answers stays as it is, and
    the lines say what is new in the course's version.
    """
    for path in fill(course, workbook):
        yield f"{path.name}: new in your workbook."
    for source, target in _pairs(course, workbook):
        if source.suffix != ".ipynb":
            if source.read_bytes() != target.read_bytes():
                _copy(source, target)
                yield f"{target.name}: new version."
            continue
        try:
            ours, theirs = read_notebook(source), read_notebook(target)
        except NotANotebook as error:
            yield f"{target.name}: kept as it is, since {error}."
            continue
        if sources_digest(ours) == sources_digest(theirs):
            continue
        if _is_untouched(target, theirs):
            _copy(source, target)
            yield f"{target.name}: new version (you had not written anything in the old one)."
        else:
            yield from _news(target.name, ours, theirs)


def _pairs(course: Path, workbook: Path) -> Iterator[tuple[Path, Path]]:
    for source in sorted(course.glob("[0-9][0-9]_*/**/*")):
        if source.is_file() and ".ipynb_checkpoints" not in source.parts:
            yield source, workbook / source.relative_to(course)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, unfinished)
    os.replace(unfinished, target)


def _is_untouched(path: Path, cells: list[Cell]) -> bool:
    """Whether a notebook's texts are still those that ``release`` wrote."""
    metadata = json.loads(path.read_text(encoding="utf-8-sig")).get("metadata", {})
    return metadata.get("vitcourse", {}).get("sources") == sources_digest(cells)


def _news(name: str, ours: list[Cell], theirs: list[Cell]) -> Iterator[str]:
    """What the course's version holds that the student's notebook does not."""
    exercises = course_exercises().get(Path(name).stem, [])
    answers = {exercise.id for exercise in exercises}
    mine = _by_name(theirs)
    texts = Counter(fingerprint(cell.source) for cell in theirs)
    checks = [
        exercise.number
        for exercise in exercises
        if f"test-{exercise.id}" in mine
        and fingerprint(mine[f"test-{exercise.id}"].source) != exercise.check
    ]
    new = [exercise.number for exercise in exercises if exercise.id not in mine]
    other = sum(
        1
        for cell in ours
        if cell.name not in answers
        and not cell.name.startswith("test-")
        and not texts[fingerprint(cell.source)]
    )
    if not (checks or new or other):
        return
    parts = [f"new exercises {', '.join(new)}"] if new else []
    parts += [f"changed checks of {', '.join(checks)}"] if checks else []
    parts += [f"{other} changed cells of text or code"] if other else []
    yield (
        f"{name}: kept, since you have written in it. The new version has {'; '.join(parts)}. "
        "To get it, rename your notebook, run update again, and copy your answers over."
    )


# --- how far a notebook is --------------------------------------------------------------


@dataclass
class Progress:
    """How far one notebook is, by its stored outputs."""

    name: str
    green: list[Exercise] = field(default_factory=list)
    written: list[Exercise] = field(default_factory=list)  # free text that a person will read
    open: list[Exercise] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.green)

    @property
    def total(self) -> float:
        return sum(exercise.points for exercise in self.green + self.written + self.open)

    @property
    def minutes_left(self) -> int:
        return sum(exercise.minutes for exercise in self.open)


def _is_answered(exercise: Exercise, answer: Cell | None) -> bool:
    """Whether somebody wrote into the answer cell: code at all, or text of a sentence's length."""
    if answer is None or fingerprint(answer.source) == exercise.stub:
        return False
    text = answer.source.replace("*Your answer here.*", "")
    return not exercise.is_text or sum(map(str.isalpha, text)) >= LETTERS_OF_A_SENTENCE


def progress_of(name: str, cells: list[Cell]) -> Progress:
    """Sort a notebook's exercises by what its cells show."""
    found, mine = Progress(name), _by_name(cells)
    for exercise in course_exercises()[name]:
        answer, check = mine.get(exercise.id), mine.get(f"test-{exercise.id}")
        if not _is_answered(exercise, answer):
            found.open.append(exercise)
        elif exercise.is_text:
            found.written.append(exercise)
        elif check is not None and _is_green(check):
            found.green.append(exercise)
        else:
            found.open.append(exercise)
    return found


def _is_green(check: Cell) -> bool:
    kinds = [output.get("output_type") for output in check.outputs]
    return "stream" in kinds and "error" not in kinds


def status(workbook: Path) -> list[Progress]:
    """Return the progress of every notebook of the course that lies in the workbook."""
    rows = []
    for name in course_exercises():
        path = workbook / name / f"{name}.ipynb"
        if path.exists():
            rows.append(progress_of(name, read_notebook(path)))
    return rows


# --- would the grader accept it? --------------------------------------------------------


@dataclass
class Finding:
    """One thing about a notebook file; a ``problem`` costs marks, a note does not."""

    text: str
    problem: bool = True


def findings(path: Path) -> tuple[str, list[Finding]]:
    """Look at a notebook as the grader will.

    Returns:
        the name of the notebook (empty where it is none of the course's), and what was found.
    """
    try:
        cells = read_notebook(path)
    except NotANotebook as error:
        return "", [Finding(f"{error}.")]
    mine = {cell.name for cell in cells}
    shared = {
        name: len(mine & {exercise.id for exercise in exercises})
        for name, exercises in course_exercises().items()
    }
    name = max(shared, key=lambda key: shared[key])
    if not shared[name]:
        return "", [
            Finding("no answer cell of the course was found in it. Is this the right file?")
        ]
    return name, list(_findings_in(name, cells))


def _findings_in(name: str, cells: list[Cell]) -> Iterator[Finding]:
    copies = Counter(cell.grade_id for cell in cells if cell.grade_id)
    mine = _by_name(cells)
    untouched: list[str] = []
    for exercise in course_exercises()[name]:
        answer = mine.get(exercise.id)
        if answer is None:
            yield Finding(
                f"{exercise.number}: its answer cell is missing. Copy your answer into a fresh "
                "notebook; otherwise this exercise gets no points."
            )
            continue
        if copies[exercise.id] > 1:
            yield Finding(
                f"{exercise.number}: its answer cell stands there twice; the first counts."
            )
        if answer.kind == "code":
            error = _syntax_error(answer.source)
            if error:
                yield Finding(f"{exercise.number}: your answer is no valid Python ({error}).")
        if not _is_answered(exercise, answer):
            untouched.append(exercise.number)
        check = mine.get(f"test-{exercise.id}")
        if exercise.check and (check is None or fingerprint(check.source) != exercise.check):
            yield Finding(
                f"{exercise.number}: its check was changed or deleted; the grader uses its own.",
                problem=False,
            )
    if untouched:
        yield Finding(f"not answered yet: {', '.join(untouched)}.", problem=False)


def _syntax_error(source: str) -> str:
    if parse(source) is not None:
        return ""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}"
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error)
    return "IPython commands in it"
