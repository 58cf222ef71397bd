"""The graded cells of a notebook, in the course's order, as they were released."""

import json
from dataclasses import dataclass
from functools import cache

import nbformat
from vitcourse_authoring.course import ROOT, student_path
from vitcourse_authoring.notebooks import grade_id, is_answer, is_graded


@dataclass(frozen=True)
class Exercise:
    """One exercise. ``cell`` bears the points: the test, or the free text itself."""

    name: str
    cell: str
    points: float
    is_text: bool
    number: str = ""
    title: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip() or self.name


@cache
def exercises(notebook: str) -> list[Exercise]:
    """The exercises of a notebook."""
    cards = {row["id"]: row for row in _cards().get(notebook, [])}
    found = []
    for cell in nbformat.read(student_path(notebook), as_version=4).cells:
        if is_graded(cell):
            mark = str(grade_id(cell))
            name = mark if is_answer(cell) else mark.removeprefix("test-")
            card = cards.get(name, {})
            found.append(
                Exercise(
                    name,
                    mark,
                    float(cell.metadata.nbgrader.points),
                    is_answer(cell),
                    card.get("number", ""),
                    card.get("title", ""),
                )
            )
    return found


@cache
def _cards() -> dict[str, list[dict]]:
    path = ROOT / "course" / "vitcourse" / "course.json"
    return json.loads(path.read_text(encoding="utf-8"))
