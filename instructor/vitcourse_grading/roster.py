"""Who is in the class: the roster, and how times are written."""

import csv
import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vitcourse_authoring.course import UserError

from .tables import Line, Table

SAFE_ID = re.compile(r"[A-Za-z0-9][\w.@+-]{0,63}")
TIME_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Student:
    """One line of the roster; ``due`` overrides the deadline of the whole class.

    ``number`` is the platform's own number of the student, where the roster is the platform's.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    due: float | None = None
    email: str = ""
    number: str = ""


@dataclass(frozen=True)
class Person:
    """What one line of a platform's file says of a person; ``ids`` by the name of their column."""

    line: Line
    ids: dict[str, str]
    number: str
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def parse_time(text: str) -> float:
    """Local time as seconds since 1970.

    Raises:
        UserError: the text is no time.
    """
    for form in TIME_FORMATS:
        try:
            moment = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        if form == "%Y-%m-%d":
            moment = moment.replace(hour=23, minute=59, second=59)
        return moment.timestamp()
    raise UserError(f'"{text}" is not a time; write it like 2026-11-30 or "2026-11-30 18:00".')


def read_table(path: Path, what: str, column: str) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV with a head line: (number of the line, column -> text without blanks around).

    Raises:
        UserError: the file cannot be read or lacks the column; the sentence names it as ``what``.
    """
    table = Table(path, what)
    if column not in table.head:
        raise UserError(
            f"{table.what} needs a first line with the column {column} and a line for each entry."
        )
    return [
        (line.number, {head: line.text(place) for place, head in enumerate(table.head)})
        for line in table.lines
    ]


def people(table: Table) -> Iterator[Person]:
    """The persons of a roster or of a platform's file, whatever its columns are called."""
    ids = table.columns("student_id")
    number, email = table.column("number"), table.column("email")
    name, first, last = map(table.column, ("name", "first_name", "last_name"))
    is_canvas = table.head[:1] in (["Student"], ["LastName"])
    # An "ID" in a list of one's own is no number of a platform.
    is_numbered = is_canvas or "number" in table.head or bool(table.columns("modified"))
    for line in table.lines:
        opening = line.text(0)
        if is_canvas and ("Points Possible" in opening or not line.text(number)):
            continue  # lines about assignments
        if name is not None:
            given, family = _split(line.text(name))
        else:
            given, family = _unquoted(line.text(first)), _unquoted(line.text(last))
        found = re.search(r"\d+$", line.text(number))  # Moodle writes "Participant 4711"
        digits = found[0] if found and is_numbered else ""
        known = {table.head[column]: line.text(column) for column in ids}
        if is_canvas and (given, family) == ("Test", "Student") and not any(known.values()):
            continue  # Canvas's own, for trying
        yield Person(line, known, digits, given, family, line.text(email))


def _unquoted(name: str) -> str:
    """A name as it is: Canvas writes ``="=Ada"`` for one that begins with ``=``."""
    return name[2:-1] if name.startswith('="') and name.endswith('"') else name


def _split(name: str) -> tuple[str, str]:
    """First and last name of "Lovelace, Ada" or "Ada Lovelace"."""
    name = _unquoted(name)
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()


def read_roster(path: Path, columns: dict[str, str] | None = None) -> list[Student]:
    """Read a CSV of one's own, or one that Moodle or Canvas exports.

    A student's id stands in the column ``student_id``; a platform's file has none, and its own id,
    the e-mail or its number stands for it: the first that every line has.

    Args:
        path: the file.
        columns: what its columns are called, by meaning.

    Raises:
        UserError: it cannot be read, or an id is missing, unusable or repeated.
    """
    table = Table(path, "the roster", columns)
    everyone = list(people(table))
    source, ids = _ids(table, everyone)
    if not everyone:
        raise UserError(f"the roster {path} names nobody.")
    if source != "student_id":
        log.info('the column "%s" of %s gives the ids of the students', source, path)
    if table.encoding in ("cp1252", "latin-1"):
        log.info("%s is not in UTF-8 and was read as Windows-1252; look at the names", path)
    students, seen, due = [], set(), table.column("due")
    for person, name in zip(everyone, ids, strict=True):
        where = f"{path}, line {person.line.number}"
        if not SAFE_ID.fullmatch(name):
            raise UserError(
                f'{where}: the {source} "{name}" may hold letters, digits and '
                ". _ @ + - only, at most 64 in all."
            )
        if name.casefold() in seen:
            raise UserError(f'{where}: the {source} "{name}" stands there twice.')
        seen.add(name.casefold())
        text = person.line.text(due)
        moment = parse_time(text) if text else None
        facts = person.first_name, person.last_name, moment, person.email, person.number
        students.append(Student(name, *facts))
    return students


def _ids(table: Table, everyone: list[Person]) -> tuple[str, list[str]]:
    """The column that gives the ids, and the ids."""
    columns, stated = table.columns("student_id"), "student_id" in table.stated
    if columns and (stated or table.head[columns[0]] == "student_id"):
        choices = columns[:1]
    else:
        choices = [*columns, *table.columns("email"), *table.columns("number")]
    for column in choices:
        ids = [person.line.text(column) for person in everyone]
        if column == table.column("number"):
            ids = [person.number or text for person, text in zip(everyone, ids, strict=True)]
        if all(ids) or len(choices) == 1:
            return table.head[column], [unicodedata.normalize("NFC", one) for one in ids]
    raise UserError(
        f"{table.what} needs a first line with the column student_id and a line for each entry; if "
        'the column is called otherwise, add --columns student_id="...".'
    )


def roster_bytes(students: list[Student]) -> bytes:
    """The roster as a classroom keeps it; what columns were called counts no more."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["student_id", "first_name", "last_name", "due", "email", "number"])
    for one in students:
        moment = "" if one.due is None else datetime.fromtimestamp(one.due)
        due = f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""
        writer.writerow([one.id, one.first_name, one.last_name, due, one.email, one.number])
    return text.getvalue().encode("utf-8")
