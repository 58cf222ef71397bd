"""What grading one upload gave: verdicts with reasons; kept by the digest of the upload's bytes.

classroom/outcomes/<notebook>/<digest>.json
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from vitcourse_authoring.notebooks import digest, grade_id, is_answer, is_graded, write_file


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
    ``answers`` maps each graded cell to the digest of the answer it is about, ``blank`` names the
    free-text cells without an answer.
    """

    key: dict[str, str] = field(default_factory=dict)
    notebook: str = ""
    rejected: str = ""
    error: str = ""
    refused: str = ""
    exercises: dict[str, Verdict] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
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
        folder: the classroom.
        dry: keep new ones in memory only.
    """

    def __init__(self, folder: Path, dry: bool = False):
        self.folder, self.dry = folder / "outcomes", dry
        self._known: dict[tuple[str, str], Outcome | None] = {}

    def get(self, notebook: str, upload: str) -> Outcome | None:
        """The last outcome of these bytes; None where there is none that can be read."""
        place = notebook, upload
        if place not in self._known:
            self._known[place] = _read(self._path(notebook, upload))
        return self._known[place]

    def put(self, notebook: str, upload: str, outcome: Outcome) -> None:
        self._known[notebook, upload] = outcome
        if not self.dry:
            text = json.dumps(asdict(outcome), indent=1, ensure_ascii=False, sort_keys=True)
            write_file(f"{text}\n".encode(), self._path(notebook, upload))

    def _path(self, notebook: str, upload: str) -> Path:
        return self.folder / notebook / f"{upload}.json"


def _read(path: Path) -> Outcome | None:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        verdicts = {name: Verdict(**v) for name, v in known.pop("exercises").items()}
        return Outcome(**known, exercises=verdicts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # graded again
