"""From files to uploads: which notebook each one is, what it holds, and which entry it came in."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import nbformat
from vitcourse_authoring.course import ROOT, UserError, notebook_names, student_path
from vitcourse_authoring.notebooks import bytes_digest, grade_id, is_answer, squeeze, storable

from .identity import read_label
from .uploads import File, read_entries

MOST_CELLS = 3_000  # of one notebook; the course's have about 130


@dataclass(frozen=True)
class Upload:
    """One uploaded file, as the ledger keeps it. ``digest`` names its bytes; empty without any."""

    entry: str  # the outermost folder or file: what the platform wrote
    is_folder: bool
    path: str
    digest: str
    problem: str  # why it cannot be graded; empty where it can
    notebook: str  # empty where it could not be recognized
    answers: int  # cells that differ from what was handed out
    time: float | None  # outer or platform time; None where unknown
    late: bool | None  # the platform's own mark; None where it makes none
    attempt: tuple[int, int]  # what orders uploads of one time
    seen: float  # when the grader first saw it

    @property
    def id(self) -> str:
        """What names this upload in commands and in owners.csv."""
        return bytes_digest(f"{self.path}\0{self.digest or self.problem}".encode())[:12]


def take_in(path: Path, now: float | None = None) -> Iterator[tuple[Upload, bytes]]:
    """Yield every upload below a folder or in a zip, with its bytes.

    Raises:
        UserError: there is nothing to read.
    """
    now = time.time() if now is None else now
    for entry in read_entries(path):
        label = read_label(entry.name)
        for file in entry.files:
            # A folder that a platform made, or that was unpacked, has the download's times.
            unreliable = label.platform in ("Moodle", "Canvas")
            moment = None if unreliable else file.time
            known = _look_into(file, entry.name)
            yield (
                Upload(
                    entry=entry.name,
                    is_folder=entry.is_folder,
                    path=file.path,
                    digest=bytes_digest(file.data) if file.data or not file.problem else "",
                    problem=file.problem or known.problem,
                    notebook=known.notebook,
                    answers=known.answers,
                    time=moment,
                    late=label.late,
                    attempt=label.attempt,
                    seen=now,
                ),
                file.data,
            )


def refuse_own_places(path: Path, classroom: Path, root: Path = ROOT) -> None:
    """Refuse to take the course itself, a classroom or the grader's output for submissions.

    Raises:
        UserError: with the reason.
    """
    here, classroom, root = path.resolve(), classroom.resolve(), root.resolve()
    is_empty = here.is_dir() and not any(here.iterdir())  # is said of it elsewhere
    own = [root / name for name in ("solutions", "course", "instructor", "tests")]
    for place, what in ((root, "this repository"), (classroom, "the classroom"), *(
        (folder, f"the folder {folder.name}/ of this repository") for folder in own
    )):  # fmt: skip
        if (here == place or here in place.parents) and not is_empty:
            raise UserError(f"{path} holds {what}; give a folder with nothing but submissions.")
    for place in (classroom, *own):
        if place in here.parents:
            raise UserError(f"{path} lies in {place}; give a folder with nothing but submissions.")
    for folder in (here, *here.parents):
        if (folder / "ledger.jsonl").exists():
            raise UserError(
                f"{path} is a classroom, or part of one: what was graded, not handed in."
            )
    if here.is_dir() and (here / "nbgrader_config.py").exists():
        raise UserError(f"{path} is a course repository; give a folder with submissions only.")


# --- what a file holds ------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    notebook: str
    problem: str = ""
    answers: int = 0


def _look_into(file: File, entry: str) -> _Known:
    cells: list[dict] = []
    problem = file.problem
    if not problem:
        try:
            cells = read_cells(file.data)
        except ValueError as error:
            problem = str(error)
    name = _by_cells(cells) or _by_name(file.path, entry)
    answers = 0
    if name:
        stubs = _handed_out()[name].stubs
        answers = sum(
            bool(cell["source"].strip()) and stubs[cell["grade_id"]] != squeeze(cell["source"])
            for cell in cells
            if cell["grade_id"] in stubs
        )
    return _Known(name, problem, answers)


def read_cells(data: bytes) -> list[dict]:
    """Return the cells of an upload: ``type``, ``source``, ``grade_id``, ``id``, ``outputs``.

    Raises:
        ValueError: this is no notebook, with the reason.
    """
    if not data.strip():
        raise ValueError("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"the file is no valid notebook, perhaps cut off ({error})") from error
    except RecursionError:
        raise ValueError("the file is no valid notebook (nested too deeply)") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise ValueError("the file is no notebook of format 4 (it has no list of cells)")
    if len(cells) > MOST_CELLS:
        raise ValueError(f"the notebook has {len(cells):,} cells, more than {MOST_CELLS:,}")
    found = []
    for cell in cells:
        if not isinstance(cell, dict):
            raise ValueError("the file is no valid notebook (a cell is not an object)")
        source = cell.get("source", "")
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        metadata = cell.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        mark = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
        outputs = cell.get("outputs")
        found.append(
            {
                "type": str(cell.get("cell_type")),
                "source": storable(source) if isinstance(source, str) else "",
                "grade_id": mark if isinstance(mark, str) else None,
                "id": cell.get("id") if isinstance(cell.get("id"), str) else None,
                "outputs": outputs if isinstance(outputs, list) else [],
            }
        )
    return found


# --- which notebook ---------------------------------------------------------------------


@dataclass(frozen=True)
class _HandedOut:
    """What students were given of a notebook."""

    marks: set[str]  # grade ids
    sources: set[str]
    stubs: dict[str, str]  # grade id of an answer -> its source


@cache
def _handed_out() -> dict[str, _HandedOut]:
    found = {}
    for name in notebook_names():
        cells = nbformat.read(student_path(name), as_version=4).cells
        found[name] = _HandedOut(
            marks={mark for cell in cells if (mark := grade_id(cell))},
            sources={squeeze(cell.source) for cell in cells if len(cell.source) > 40},
            stubs={str(grade_id(cell)): squeeze(cell.source) for cell in cells if is_answer(cell)},
        )
    return found


def _by_cells(cells: list[dict]) -> str:
    votes: Counter[str] = Counter()
    marks = {cell["grade_id"] for cell in cells} | {cell["id"] for cell in cells}
    sources = {squeeze(cell["source"]) for cell in cells}
    for name, known in _handed_out().items():
        votes[name] = 3 * len(marks & known.marks) + len(sources & known.sources)
    [(name, count)] = votes.most_common(1) or [("", 0)]
    return name if count >= 3 else ""


def _by_name(path: str, entry: str) -> str:
    """By a number or name in the student's part of the path; the platform's has other numbers."""
    parts = list(PurePosixPath(path).parts)
    label = read_label(entry)
    if label.platform == "Moodle":
        parts[0] = parts[0].split("_assignsubmission_", 1)[1]
    elif label.platform == "Canvas":
        parts[0] = parts[0].split(f"_{label.number}_", 1)[1].partition("_")[2]
    elif label.platform != "Google":
        parts[0] = parts[0].partition("_")[2]  # behind the id
    for part in reversed(parts):
        for name in notebook_names():
            if name in part or re.search(rf"(?<![0-9]){name[:2]}(?![0-9])", part):
                return name
    return ""
