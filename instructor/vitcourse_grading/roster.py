"""Who is in the class: the roster, and how times are written."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vitcourse_authoring.course import UserError

SAFE_ID = re.compile(r"[A-Za-z0-9][\w.@+-]{0,63}")
TIME_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True)
class Student:
    """One line of the roster; ``due`` overrides the deadline of the whole class."""

    id: str
    first_name: str = ""
    last_name: str = ""
    due: float | None = None


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{what} {path} is not in UTF-8; save it as CSV UTF-8.") from error
    except OSError as error:
        raise UserError(f"{what} {path} cannot be read ({error.strerror}).") from error
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows, columns = list(reader), reader.fieldnames or []
    except csv.Error as error:
        raise UserError(f"{what} {path} is no CSV ({error}).") from error
    if column not in columns:
        raise UserError(
            f"{what} {path} needs a first line with the column {column} and a line for each entry."
        )
    return [
        (line, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
        for line, row in enumerate(rows, start=2)
    ]


def read_roster(path: Path) -> list[Student]:
    """Read a CSV with ``student_id`` and, if wanted, ``first_name``, ``last_name``, ``due``.

    Raises:
        UserError: the file is missing, has no such column, or an id is unusable or repeated.
    """
    students, seen = [], set()
    for line, row in read_table(path, "the roster", "student_id"):
        name = unicodedata.normalize("NFC", row["student_id"])
        if not SAFE_ID.fullmatch(name):
            raise UserError(
                f'{path}, line {line}: the student_id "{name}" may hold letters, digits and '
                ". _ @ + - only, at most 64 in all."
            )
        if name.casefold() in seen:
            raise UserError(f'{path}, line {line}: the student_id "{name}" stands there twice.')
        seen.add(name.casefold())
        due = parse_time(row["due"]) if row.get("due") else None
        students.append(Student(name, row.get("first_name", ""), row.get("last_name", ""), due))
    if not students:
        raise UserError(f"the roster {path} names nobody.")
    return students
