"""Marks and pages in the files that a learning platform takes back.

    --export moodle WORKSHEET.csv    the grading worksheet of one assignment, as downloaded
    --export canvas GRADEBOOK.csv    the gradebook of the course, as exported

Beside it are written ``WORKSHEET.filled.csv``, the same file with the marks of one notebook, and
``WORKSHEET.feedback.zip``, a page for each of them. The file itself stays as it is. A mark that is
not final (held back, not read yet, failed) is no number: its cell stays as it was.
"""

import io
import logging
import re
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vitcourse_authoring.course import UserError, notebook_names, notebook_title
from vitcourse_authoring.notebooks import write_file

from .exercises import exercises
from .identity import Label, label_names, name_keys, read_label
from .ledger import Ledger
from .plan import Class, HandIn
from .report import Row, page_path
from .roster import Person, Student, people
from .tables import Table

PLATFORMS = ("moodle", "canvas")
_SHOWN = 20  # lines of a list on the console; grade.log has the others
log = logging.getLogger(__name__)


class Sheet:
    """The platform's file, and the notebook whose marks go into it.

    Args:
        platform: ``moodle`` or ``canvas``.
        path: the file.
        notebook: where the file does not say it by the name of the assignment.
        columns: what its columns are called, by meaning.

    Raises:
        UserError: it is another file, or does not say what goes where.
    """

    def __init__(self, platform: str, path: Path, notebook: str, columns: dict[str, str]):
        if platform not in PLATFORMS:
            raise UserError(f'"{platform}" is no platform; choose from {", ".join(PLATFORMS)}.')
        self.platform, self.path = platform, path
        what = "the grading worksheet" if platform == "moodle" else "the gradebook"
        self.table = Table(path, what, columns)
        self.modified: int | None = None
        if platform == "moodle":
            self.notebook = notebook or _only_one([path.stem])
            self.table.need("number")
            self.table.need("grade")
            self.modified = self.table.need("modified")
        else:
            if self.table.head[:1] not in (["Student"], ["LastName"]):
                raise UserError(
                    f'{self.table.what} does not begin with the column "Student"; export it in '
                    "Canvas: Grades, Export, Export Entire Gradebook."
                )
            self.table.need("number")
            self.notebook = notebook or _only_one(self.table.head)
        if self.notebook:
            self.column(self.notebook)

    def column(self, notebook: str) -> int:
        """Where its marks go.

        Raises:
            UserError: no column or several are the notebook's, or its maximum is another.
        """
        if self.platform == "moodle" or "grade" in self.table.stated:
            found = self.table.need("grade")
        else:
            titles = [(place, head) for place, head in enumerate(self.table.head)
                      if re.search(r" \(\d+\)$", head)]  # fmt: skip
            ours = [place for place, head in titles if notebook in _named(head)]
            if len(ours) != 1:
                listed = ", ".join(f'"{head}"' for _, head in titles)
                raise UserError(
                    f"{self.table.what} has {len(ours) or 'no'} columns for {notebook}; say which "
                    f'it is: --columns grade="TITLE (ID)". Its assignments are {listed or "none"}.'
                )
            [found] = ours
        named = _named(self.path.stem if self.platform == "moodle" else self.table.head[found])
        if len(named) == 1 and named != [notebook]:
            raise UserError(f"{self.table.what}: that assignment is {named[0]}, not {notebook}.")
        self._check_maximum(notebook, found)
        return found

    def _check_maximum(self, notebook: str, column: int) -> None:
        most = sum(exercise.points for exercise in exercises(notebook))
        if self.platform == "moodle":
            place = self.table.column("maximum")
            said = {line.text(place) for line in self.table.lines} if place is not None else set()
        else:
            rows = (line for line in self.table.lines if "Points Possible" in line.text(0))
            said = {line.text(column) for line in rows}
        for text in said - {""}:
            if "read only" in text:
                raise UserError(f"{self.table.what}: Canvas lets nobody write that column.")
            if _number(text) != most:
                raise UserError(
                    f"{self.table.what} says that one can get {text} points; {notebook} has "
                    f"{most:g}. Set the points of the assignment to {most:g} and download it again."
                )


@dataclass(frozen=True)
class _Place:
    """A line of the platform's file that is a student's."""

    person: Person
    student: Student


def check_stated(stated: dict[str, str], roster: Path | None, sheet: Sheet | None) -> None:
    """Refuse names of columns that no file has.

    Raises:
        UserError: with the name.
    """
    heads = set(sheet.table.head) if sheet else set()
    heads |= set(Table(roster, "the roster").head) if roster else set()
    for meaning, name in stated.items():
        if " ".join(name.split()).casefold() not in {" ".join(h.split()).casefold() for h in heads}:
            raise UserError(f'no file has the column "{name}" (--columns {meaning}=...).')


def export(sheet: Sheet, rows: list[Row], everyone: Class, ledger: Ledger, folder: Path) -> None:
    """Write the filled file and the pages of a classroom beside it; list what is not in them.

    Raises:
        UserError: it is not clear which notebook is meant.
    """
    name = sheet.notebook
    if not name:
        if len(everyone.notebooks) != 1:
            raise UserError(
                f"{sheet.path} does not say for which notebook it is; add --notebook, one of "
                f"{', '.join(everyone.notebooks)}."
            )
        [name] = everyone.notebooks
    column = sheet.column(name)
    places, strange = _places(sheet, everyone)
    changes: dict[tuple[int, int], str] = {}
    pages: dict[str, Path] = {}
    kept, homeless, count = [], [], 0
    for row in (row for row in rows if row.notebook == name):
        place = places.get(row.student.id)
        line = place.person.line if place else None
        why = _not_final(row, ledger) or ("" if line else "no line of the file is theirs")
        if line and not why:
            why = _not_ours(sheet, line.text(column), len(line.cells), column)
        if why or place is None or line is None:
            kept.append(f"{row.student.id}: {why}")
            continue
        count += 1
        if _number(line.text(column)) != row.points:
            changes[line.number, column] = f"{row.points:g}"
            if sheet.modified is not None:
                changes[line.number, sheet.modified] = _downloaded(sheet.path)
        hand_in = everyone.hand_ins.get((name, row.student.id))
        entry = _page_name(sheet, place.person, hand_in, name) if hand_in else ""
        if entry:
            pages[entry] = page_path(row, folder)
        elif hand_in:
            homeless.append(f"{row.student.id}: handed in elsewhere than on {sheet.platform}")
    filled, packed = sheet.table.filled(changes), _zipped(pages)
    outputs = [sheet.path.with_name(f"{sheet.path.stem}.{kind}")
               for kind in ("filled.csv", "feedback.zip")]  # fmt: skip
    write_file(filled, outputs[0])
    write_file(packed, outputs[1])
    log.info("export:   %d marks of %s in %s", count, name, outputs[0])
    log.info("export:   %d pages in %s", len(pages), outputs[1])
    _list("students without a mark there; their cells are as they were", kept)
    _list("lines of the file that are no student's here, left as they were", strange)
    _list("pages that have no place there", homeless)


def _list(what: str, items: list[str]) -> None:
    if items:
        log.warning("%d %s:", len(items), what)
        for item in items[:_SHOWN]:
            log.warning("  %s", item)
        if len(items) > _SHOWN:
            log.warning("  and %d more", len(items) - _SHOWN)


# --- which notebook ---------------------------------------------------------------------


def _named(text: str) -> list[str]:
    """The notebooks that the title of an assignment names, by file name or by heading."""
    said = _words(text)
    return [
        name for name in notebook_names()
        if name in text or f" {_words(name)} " in f" {said} "
        or f" {_words(re.sub(r'^[0-9]+[.] ', '', notebook_title(name)).split(':')[0])} "
        in f" {said} "
    ]  # fmt: skip


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _only_one(texts: list[str]) -> str:
    found = {name for text in texts for name in _named(text)}
    return found.pop() if len(found) == 1 else ""


# --- whose a line is --------------------------------------------------------------------


def _places(sheet: Sheet, everyone: Class) -> tuple[dict[str, _Place], list[str]]:
    """Which line is whose, and the lines that are nobody's."""
    known, seen = _Known(everyone), _seen(everyone)
    found: list[_Place] = []
    strange = []
    for person in people(sheet.table):
        owners, why = _owners(person, known, seen.get(person.number, []))
        if len(owners) == 1:
            found.append(_Place(person, owners[0]))
        else:
            strange.append(_said(person, why))
    counts = Counter(place.student.id for place in found)
    for place in found:
        if counts[place.student.id] > 1:
            strange.append(_said(place.person, f"another line is {place.student.id}'s, too"))
    return {p.student.id: p for p in found if counts[p.student.id] == 1}, strange


def _said(person: Person, why: str) -> str:
    return f"line {person.line.number} ({person.name or person.number or '?'}): {why}"


def _seen(everyone: Class) -> dict[str, list[tuple[Student, Label]]]:
    """By the platform's number of a person: who handed in under it."""
    found: dict[str, list[tuple[Student, Label]]] = {}
    for (_, student), hand_in in everyone.hand_ins.items():
        for label in map(read_label, dict.fromkeys(one.entry for one in hand_in.uploads)):
            if label.number:
                found.setdefault(label.number, []).append((everyone.students[student], label))
    return found


class _Known:
    """Students by what files call them."""

    def __init__(self, everyone: Class):
        self.said: dict[str, list[Student]] = {}  # id and e-mail
        self.numbers: dict[str, list[Student]] = {}
        self.names: dict[tuple[str, ...], list[Student]] = {}
        for student in everyone.students.values():
            for text in {student.id.casefold(), student.email.casefold()} - {""}:
                self.said.setdefault(text, []).append(student)
            name = f"{student.first_name} {student.last_name}".strip()
            if student.number:
                self.numbers.setdefault(student.number, []).append(student)
            for key in set(name_keys(name)):
                self.names.setdefault(key, []).append(student)


def _owners(
    person: Person, known: _Known, seen: list[tuple[Student, Label]]
) -> tuple[list[Student], str]:
    """Whose a line is: by id, e-mail, number or name, where all that is known agrees."""
    texts = [text.casefold() for text in (*person.ids.values(), person.email)]
    found = [student for text in texts for student in known.said.get(text, [])]
    sure = list(dict.fromkeys([*found, *known.numbers.get(person.number, [])]))
    named = next((known.names[key] for key in name_keys(person.name) if key in known.names), [])
    both = [student for student in sure if student in named]
    if len(sure) > 1 or (sure and named and not both):
        return [], "what it says is of different students"
    found = both or sure or named
    if len(found) > 1:
        found = [s for s in found if any(s == one for one, _ in seen)] or found
    if not found:  # a name written otherwise: as the upload with that number, or none at all
        as_person = Student("", person.first_name, person.last_name)
        found = list(dict.fromkeys(
            student for student, label in seen
            if not person.name or label_names(label, as_person)
        ))  # fmt: skip
    if len(found) > 1:
        return [], "several students fit"
    return found, "" if found else "nobody here fits"


# --- what goes into it ------------------------------------------------------------------


def _not_final(row: Row, ledger: Ledger) -> str:
    """Why there is no number yet."""
    if row.status in ("error", "needs-review"):
        return row.status
    if row.pending:
        return f"{row.pending} answers are to be read"
    due = ledger.due.get(row.notebook) if row.student.due is None else row.student.due
    if row.status == "not-submitted" and due is not None and due > time.time():
        return "nothing was handed in, and the deadline is still to come"
    return ""


def _not_ours(sheet: Sheet, said: str, length: int, column: int) -> str:
    if length <= max(column, sheet.modified or 0):
        return "its line in the file is cut off"
    if sheet.platform == "canvas" and said.upper() in ("EX", "N/A"):
        return f'Canvas says "{said}"'
    return ""


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _downloaded(path: Path) -> str:
    """When the worksheet was downloaded, as any Moodle reads it: not even its own dates in another
    language are. A mark that was given in Moodle since is newer, and Moodle keeps it."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC).isoformat()


def _page_name(sheet: Sheet, person: Person, hand_in: HandIn, notebook: str) -> str:
    """What tells the platform whose page it is; empty where nothing does.

    Moodle reads name, number, ``assignfeedback`` and ``file`` between underlines, Canvas the first
    two numbers, those of a person and of the file that was handed in.
    """
    if sheet.platform == "moodle":
        name = " ".join(re.findall(r"[^\W_]+", person.name)) or "Participant"
        return f"{name}_{person.number}_assignfeedback_file_/{notebook}.html"
    labels = [read_label(upload.entry) for upload in hand_in.uploads]
    ours = [one for one in labels if one.platform == "Canvas" and one.number == person.number]
    if not ours:
        return ""
    label = max(ours, key=lambda one: one.attempt)
    late = "_LATE" if label.late else ""
    return f"{label.names[0]}{late}_{label.number}_{label.attempt[1]}_{notebook}.html"


def _zipped(pages: dict[str, Path]) -> bytes:
    """The same pages give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(pages.items()):
            member = zipfile.ZipInfo(name)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, path.read_bytes())
    return data.getvalue()
