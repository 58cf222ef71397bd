"""What a notebook's page says: its exercises with points and minutes, and the time it takes."""

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from .notebooks import SOLUTION_ONLY, digest, grade_id, is_answer
from .preprocessors import HIDE_INPUT
from .syntax import defined_names

# A student who reads technical prose in a second language, and studies the code. Measured by
# working through the first edition: 6,000 words and 900 lines took about three hours.
WORDS_PER_MINUTE = 80
LINES_PER_MINUTE = 10

FURTHER = "## Going further"
_CARD = re.compile(
    r"^### \w+ (?P<number>[\d.]+)[^:]*: (?P<title>.+?) +"
    r"\((?P<points>[\d.]+) points?, about (?P<minutes>\d+) min\)$",
    re.M,
)
_TIME = re.compile(r"^\*\*Time\*\* .*$", re.M)


@dataclass(frozen=True)
class Card:
    """The heading of an exercise."""

    number: str
    title: str
    points: float
    minutes: int


def cards(notebook: NotebookNode) -> dict[str, Card]:
    """Return grade id of each exercise -> its heading, the last one before its answer cell."""
    found: dict[str, Card] = {}
    card = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not is_answer(cell):
            for match in _CARD.finditer(cell.source):
                card = Card(
                    match["number"], match["title"], float(match["points"]), int(match["minutes"])
                )
        elif is_answer(cell) and card is not None:
            found[str(grade_id(cell))] = card
    return found


def manifest(student: NotebookNode, solution: NotebookNode) -> list[dict]:
    """Return what the helper must know of a student notebook's exercises, see `course.json`."""
    cells = {grade_id(cell): cell for cell in student.cells if grade_id(cell)}
    answers = {grade_id(cell): cell.source for cell in solution.cells if is_answer(cell)}
    rows = []
    for name, card in cards(student).items():
        test = cells.get(f"test-{name}")
        graded = cells[name] if test is None else test
        rows.append(
            {
                "id": name,
                "number": card.number,
                "title": card.title,
                "points": graded.metadata.nbgrader.points,
                "minutes": card.minutes,
                "is_text": test is None,
                "names": [] if test is None else sorted(defined_names(answers[name])),
                "stub": _fingerprint(cells[name].source),
                "check": "" if test is None else _fingerprint(test.source),
            }
        )
    return rows


def _fingerprint(source: str) -> str:
    """As ``vitcourse.workbook.fingerprint``, without importing torch."""
    return digest("".join(source.split()))[:16]


def sources_digest(notebook: NotebookNode) -> str:
    """As ``vitcourse.workbook.sources_digest``."""
    return _fingerprint("".join(f"{cell.cell_type}:{cell.source}\n" for cell in notebook.cells))


@dataclass
class Length:
    """How much there is to read."""

    words: int = 0
    lines: int = 0
    cells: int = 0

    @property
    def minutes(self) -> int:
        exact = self.words / WORDS_PER_MINUTE + self.lines / LINES_PER_MINUTE
        return max(5, 5 * round(exact / 5))


def lengths(notebook: NotebookNode) -> tuple[Length, Length]:
    """Return how much of a notebook is in view before and behind *Going further*.

    Hints, model answers, discussions and collapsed code do not count.
    """
    core, further = Length(), Length()
    part = core
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if SOLUTION_ONLY in tags:
            continue
        if cell.cell_type == "markdown":
            if cell.source.startswith(FURTHER):
                part = further
            if not is_answer(cell):
                part.words += len(_without_hints(cell.source).split())
        elif HIDE_INPUT not in tags:
            part.cells += 1
            part.lines += _lines_in_view(cell.source)
    return core, further


def _without_hints(text: str) -> str:
    return re.sub(r"<details>.*?</details>", "", text, flags=re.S)


def _lines_in_view(source: str) -> int:
    for region in ("SOLUTION", "HIDDEN TESTS"):
        source = re.sub(rf"### BEGIN {region}.*?### END {region}", "", source, flags=re.S)
    return sum(bool(line.strip()) for line in source.splitlines())


def time_line(notebook: NotebookNode) -> str:
    """Return the line on how long a notebook takes, from its text and its last full run."""
    core, further = lengths(notebook)
    exercises = sum(card.minutes for card in cards(notebook).values())
    said = f"**Time** About {core.minutes} minutes of reading and {exercises} of exercises."
    if further.words:
        said += f" *Going further* takes about {further.minutes} minutes more."
    run = notebook.metadata.get("vitcourse", {})
    if run.get("profile") == "full" and "seconds" in run:
        said += f" All cells together run for about {_duration(run['seconds'])} on a 2-core CPU."
    return said


def _duration(seconds: int) -> str:
    if seconds < 90:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    return f"{round(seconds / 60)} minutes"


def with_time_line(notebook: NotebookNode) -> NotebookNode:
    """Put the line into the paragraph that begins with ``**Time**``."""
    line = time_line(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and _TIME.search(cell.source):
            cell.source = _TIME.sub(lambda _: line, cell.source, count=1)
            return notebook
    return notebook
