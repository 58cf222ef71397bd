"""What grading one upload gave: verdicts with reasons; kept by the digest of the upload's bytes.

outcomes/<notebook>/<digest>.json
outcomes/<notebook>/<digest>.ipynb   the notebook that was run, for Formgrader
"""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import nbformat
from vitcourse_authoring.course import UserError
from vitcourse_authoring.notebooks import digest, grade_id, is_answer, is_graded

from .records import FolderRecords, Records


@dataclass
class Verdict:
    """Whether an exercise's checks passed; else why not, in a sentence.

    ``withheld``: they passed, but something about it has to be looked at by a person.
    """

    passed: bool
    reason: str = ""
    withheld: str = ""


@dataclass
class Outcome:
    """What became of one upload.

    ``rejected`` says why it cannot be graded, ``error`` that the grader failed (to be repeated),
    ``refused`` that this grader must grade nobody. ``key`` says what it was graded with.
    ``answers`` maps each graded cell to the digest of the answer it is about, ``sources`` each
    answer to its text, ``blank`` names the free-text cells without an answer. ``notebook`` is what
    was run, with outputs and mark schemes; it is kept apart: a class of them fits into no memory.
    """

    key: dict[str, str] = field(default_factory=dict)
    notebook: str = ""
    rejected: str = ""
    error: str = ""
    refused: str = ""
    exercises: dict[str, Verdict] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    blank: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def withheld(self) -> dict[str, str]:
        return {name: v.withheld for name, v in self.exercises.items() if v.passed and v.withheld}


def answer_digests(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Name of each graded cell -> digest of the answer it is about."""
    sources = {grade_id(cell): cell.source for cell in notebook.cells if is_answer(cell)}
    found = {}
    for cell in notebook.cells:
        if is_graded(cell):
            name = str(grade_id(cell))
            about = name if name in sources else name.removeprefix("test-")
            found[name] = digest(sources.get(about, ""))
    return found


class Outcomes:
    """The outcomes of one classroom.

    Args:
        records: where they lie; a folder stands for the files in it.
        dry: keep new ones in memory only.
    """

    def __init__(self, records: Records | Path, dry: bool = False):
        self.records = FolderRecords(records) if isinstance(records, Path) else records
        self.dry = dry
        self._known: dict[tuple[str, str], Outcome | None] = {}

    def get(self, notebook: str, upload: str) -> Outcome | None:
        """The last outcome of these bytes; None where there is none that can be read."""
        place = notebook, upload
        if place not in self._known:
            self._known[place] = self._read(_name(notebook, upload))
        return self._known[place]

    def put(self, notebook: str, upload: str, outcome: Outcome) -> None:
        name = _name(notebook, upload)
        self._known[notebook, upload] = kept = replace(outcome, notebook="")
        if not self.dry:
            if outcome.notebook:
                self.records.write(outcome.notebook.encode(), f"{name}.ipynb")
            text = json.dumps(asdict(kept), indent=1, ensure_ascii=False, sort_keys=True)
            self.records.write(f"{text}\n".encode(), f"{name}.json")

    def notebook(self, notebook: str, upload: str) -> bytes:
        """The notebook that was run.

        Raises:
            UserError: it is gone.
        """
        data = self.records.read(f"{_name(notebook, upload)}.ipynb")
        if data is None:
            raise UserError(f"the outcome {_name(notebook, upload)} was removed; grade again.")
        return data

    def _read(self, name: str) -> Outcome | None:
        data = self.records.read(f"{name}.json")
        try:
            known = json.loads(data or b"")
            verdicts = {name: Verdict(**v) for name, v in known.pop("exercises").items()}
            outcome = Outcome(**known, exercises=verdicts)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None  # graded again
        return None if outcome.answers and not self.records.has(f"{name}.ipynb") else outcome


def _name(notebook: str, upload: str) -> str:
    return f"outcomes/{notebook}/{upload}"
