"""Make the notebook that is graded: the instructor's own, with a student's answers pasted in.

Of an upload only the sources of answer cells and of additional code cells are used, and pictures
and printed text of cells that are not run again. Tests, points, metadata and order are ours.
"""

import base64
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

import nbformat
from nbformat import NotebookNode, v4
from vitcourse_authoring.course import solution_path, student_path
from vitcourse_authoring.notebooks import (
    grade_id,
    is_answer,
    is_graded,
    read_notebook,
    squeeze,
    storable,
)
from vitcourse_authoring.preprocessors import ADDED_IDS, SCORE
from vitcourse_authoring.syntax import defined_names, suspicious_names

from .intake import read_cells

MISSING = "The answer cell of this exercise is missing in the notebook that was handed in."
MOST_SOURCE = 100_000  # letters of one cell; the longest of the course has 4,000
TOO_LONG = f"The cell is longer than {MOST_SOURCE:,} letters and was left out."
MOST_PICTURES = 3 * 2**20  # bytes of stored outputs that are kept for whoever reads free text


@dataclass
class Rebuilt:
    """The notebook to grade and what was noticed while it was made.

    ``student_code`` holds the indices of cells with a student's code, ``tests`` maps the index of
    a graded test to its exercise, ``suspicious`` maps an index to the names that look wrong.
    """

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)
    tests: dict[int, str] = field(default_factory=dict)
    student_code: set[int] = field(default_factory=set)
    suspicious: dict[int, str] = field(default_factory=dict)


def instructors_copy(name: str) -> NotebookNode:
    """The notebook as released, without the set-up cell, but with the hidden tests."""
    return read_notebook(_instructors_copy(name))


@cache
def _instructors_copy(name: str) -> str:
    released = nbformat.read(student_path(name), as_version=4)
    whole = nbformat.read(solution_path(name), as_version=4)
    tests = {grade_id(cell): cell.source for cell in whole.cells if _is_test(cell)}
    cells = [cell for cell in released.cells if cell.id not in ADDED_IDS]
    for cell in cells:
        if _is_test(cell):
            cell.source = tests[grade_id(cell)]
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    released.cells = cells
    released.metadata.pop("vitcourse", None)
    return nbformat.writes(released)


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and is_graded(cell) and not is_answer(cell)


def rebuild(name: str, data: bytes, ours: NotebookNode | None = None) -> Rebuilt:
    """Paste the answers of an uploaded notebook into the instructor's copy.

    Args:
        name: which notebook.
        data: the uploaded file.
        ours: the instructor's copy, where at hand.

    Raises:
        ValueError: nothing in the upload can be recognized.
    """
    theirs = read_cells(data)
    long = [cell for cell in theirs if len(cell["source"]) > MOST_SOURCE]
    for cell in long:
        cell["source"] = (
            f"raise NotImplementedError({TOO_LONG!r})" if cell["type"] == "code" else ""
        )
    ours = ours or instructors_copy(name)
    notes = [f"{len(long)} cells are too long and were left out"] if long else []
    partner = _match(theirs, ours.cells, notes)  # index of theirs -> index of ours
    found = {there: here for here, there in reversed(partner.items())}  # first wins
    answers = [i for i, cell in enumerate(ours.cells) if is_answer(cell)]
    if not any(i in found for i in answers):
        raise ValueError(
            "no answer cell of this notebook could be recognized, neither by its metadata nor by "
            "its place; the student should copy the answers into a fresh notebook"
        )
    for index in answers:
        cell = ours.cells[index]
        if index in found:
            source = theirs[found[index]]["source"]
            cell.source = source if cell.cell_type == "code" else harmless(source)
        elif cell.cell_type == "code":
            cell.source = f"raise NotImplementedError({MISSING!r})"
            notes.append(f"answer cell {grade_id(cell)} missing")
        else:
            notes.append(f"answer cell {grade_id(cell)} missing")
    _note_damage(theirs, ours.cells, partner, notes)
    _keep_pictures(theirs, ours.cells, found)
    return _with_extra_cells(theirs, ours, partner, notes)


def harmless(text: str) -> str:
    """Free text that shows HTML instead of running it in the browser of whoever grades."""
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    return re.sub(r"(?i)\b(javascript|vbscript|data):", r"\1 :", text)


def _match(theirs: list[dict], ours: list[NotebookNode], notes: list[str]) -> dict[int, int]:
    """Map the student's cells to ours: by grade id, by cell id, by text, by place."""
    by_mark = {grade_id(cell): i for i, cell in enumerate(ours) if grade_id(cell)}
    by_id = {cell.id: i for i, cell in enumerate(ours)}
    by_text: dict[str, int] = {}
    for i, known in enumerate(ours):
        by_text.setdefault(squeeze(known.source), i)
    partner: dict[int, int] = {}
    for there, cell in enumerate(theirs):
        here = by_mark.get(cell["grade_id"])
        if here is None:
            here = by_id.get(cell["id"])
        if here is None and not is_empty(cell):
            here = by_text.get(squeeze(cell["source"]))
        if here is not None:
            partner[there] = here
    if partner:  # else there is no place to go by
        _match_by_place(theirs, ours, partner, notes)
    return partner


def is_empty(cell: dict) -> bool:
    return not cell["source"].strip()


def _match_by_place(theirs, ours, partner: dict[int, int], notes: list[str]) -> None:
    """Give unmatched answers the cell that defines their names or stands in their place."""
    taken = set(partner.values())
    for here, cell in enumerate(ours):
        if not is_answer(cell) or here in taken:
            continue
        free = [i for i, c in enumerate(theirs) if i not in partner and not is_empty(c)]
        wanted = defined_names(cell.source)
        same = [i for i in free if wanted and wanted <= defined_names(theirs[i]["source"])]
        if not same:
            before = [t for t, h in partner.items() if h < here]
            after = [t for t, h in partner.items() if h > here]
            low, high = max(before, default=-1), min(after, default=len(theirs))
            kind = cell.cell_type
            near = [i for i in free if low < i < high and theirs[i]["type"] == kind]
            same = near if len(near) == 1 else []
        if same:
            partner[same[0]] = here
            taken.add(here)
            notes.append(f"answer {grade_id(cell)} recognized by its content or place")


def _note_damage(theirs, ours, partner: dict[int, int], notes: list[str]) -> None:
    """Say what was restored, so that nobody wonders."""
    several = {h for h in partner.values() if list(partner.values()).count(h) > 1}
    for here in sorted(several):
        if grade_id(ours[here]):
            notes.append(f"cell {grade_id(ours[here])} stands there twice; the first one counts")
    present = set(partner.values())
    for here, cell in enumerate(ours):
        if _is_test(cell) and here not in present:
            notes.append(f"{grade_id(cell)} was deleted and is restored")
    for there, here in partner.items():
        if _is_test(ours[here]) and squeeze(theirs[there]["source"]) != squeeze(ours[here].source):
            notes.append(f"{grade_id(ours[here])} was changed and is restored")
        if is_answer(ours[here]) and theirs[there]["type"] != ours[here].cell_type:
            notes.append(f"the type of cell {grade_id(ours[here])} was changed and is restored")


def _keep_pictures(theirs, ours, found: dict[int, int]) -> None:
    """Keep printed text and PNG pictures, for whoever reads the free text; nothing that runs."""
    left = MOST_PICTURES
    for here, cell in enumerate(ours):
        if cell.cell_type != "code" or here not in found or grade_id(cell):
            continue
        for output in theirs[found[here]]["outputs"]:
            safe = _safe_output(output)
            left -= len(str(safe))
            if safe is not None and left > 0:
                cell.outputs.append(safe)


def _safe_output(output) -> NotebookNode | None:
    if not isinstance(output, dict):
        return None
    if output.get("output_type") == "stream" and output.get("name") == "stdout":
        return v4.new_output("stream", name="stdout", text=_text(output.get("text")))
    data = output.get("data")
    if isinstance(data, dict):
        return safe_display(data)
    return None


def _text(value) -> str:
    """Text as notebooks store it: a string or a list of lines."""
    if isinstance(value, list):
        value = "".join(map(str, value))
    return storable(value) if isinstance(value, str) else ""


def safe_display(data: dict) -> NotebookNode | None:
    """A display without anything that a browser would run: the PNG in it, else its plain text."""
    png, text = _text(data.get("image/png")), _text(data.get("text/plain"))
    if not png:  # the course shows its figures in HTML
        pattern = r'src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"'
        held = re.search(pattern, _text(data.get("text/html")))
        png = held.group(1) if held else ""
    kept = {"text/plain": text[:5000]} if text else {}
    with suppress(ValueError):
        if base64.b64decode(png).startswith(b"\x89PNG"):
            kept["image/png"] = "".join(png.split())
    return v4.new_output("display_data", data=kept) if kept else None


def _with_extra_cells(theirs, ours, partner: dict[int, int], notes: list[str]) -> Rebuilt:
    """Put the student's additional code cells behind the cell they followed."""
    extra: dict[int, list[str]] = {}
    last = -1
    for there, cell in enumerate(theirs):
        if there in partner:
            last = partner[there]
        elif cell["type"] == "code" and not is_empty(cell) and not _is_added(cell):
            extra.setdefault(last, []).append(cell["source"])
    result = Rebuilt(notebook=ours, notes=notes)
    cells: list[NotebookNode] = []

    def add_extra(after: int) -> None:
        for source in extra.get(after, []):
            result.student_code.add(len(cells))
            cells.append(v4.new_code_cell(source, id=f"extra-{len(cells)}"))

    add_extra(-1)
    for here, cell in enumerate(ours.cells):
        if _is_test(cell):
            result.tests[len(cells)] = str(grade_id(cell)).removeprefix("test-")
        elif is_answer(cell) and cell.cell_type == "code":
            result.student_code.add(len(cells))
        cells.append(cell)
        add_extra(here)
    ours.cells = cells
    for index in sorted(result.student_code):
        found = suspicious_names(cells[index].source)
        if found:
            result.suspicious[index] = found
    return result


def _is_added(cell: dict) -> bool:
    """Whether this is a cell that `release` adds: set-up or score."""
    by_text = "vitcourse @ git+" in cell["source"] or squeeze(cell["source"]) == squeeze(SCORE)
    return cell["id"] in ADDED_IDS or by_text
