"""CSV files as learning platforms and spreadsheets write them, read and filled in.

The separator, the quotation marks and the encoding are those of the file. A table that is filled
in keeps every other byte.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vitcourse_authoring.course import UserError

# What columns are called, by meaning: ours, then Moodle's and Canvas's. Moodle's speak the language
# of whoever downloads them; here are English, German, French and Spanish.
NAMES = {
    "student_id": (
        "student_id",
        "SIS User ID",
        *("ID number", "ID-Nummer", "Numéro d’identification", "Número de ID"),
        "SIS Login ID",
        *("Username", "Anmeldename", "Nom d’utilisateur", "Nombre de usuario"),
    ),
    "number": ("number", "Identifier", "ID", "Identifiant", "Identificador"),
    "name": ("name", "Full name", "Student", "Vollständiger Name", "Nom complet",
             "Nombre completo"),
    "first_name": ("first_name", "First name", "FirstName", "Vorname", "Prénom", "Nombre"),
    "last_name": ("last_name", "Last name", "Surname", "LastName", "Nachname", "Nom",
                  "Nom de famille", "Apellido(s)", "Apellidos"),
    "email": ("email", "e-mail", "Email address", "E-Mail-Adresse", "Adresse de courriel",
              "Dirección de correo", "Dirección Email"),
    "due": ("due",),
    "grade": ("Grade", "Bewertung", "Note", "Calificación"),
    "maximum": ("Maximum grade", "Bestwertung", "Note maximale", "Calificación máxima"),
    "modified": ("Last modified (grade)", "Zuletzt geändert (Bewertung)",
                 "Dernière modification (note)", "Última modificación (calificación)"),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What a cell says, and where it stands in the text of its file."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """The cells of a line that is not empty, and its number."""

    number: int
    cells: list[Cell]

    def text(self, column: int | None) -> str:
        known = column is not None and column < len(self.cells)
        return self.cells[column].text.strip() if known else ""  # type: ignore[index]


class Table:
    """A CSV with a head line.

    Args:
        path: where it is.
        what: what messages call it.
        stated: names of columns by meaning, before those that are known.

    Raises:
        UserError: it cannot be read.
    """

    def __init__(self, path: Path, what: str, stated: dict[str, str] | None = None):
        self.path, self.what, self.stated = path, f"{what} {path}", stated or {}
        try:
            self.encoding, self._text = _decode(path.read_bytes())
        except OSError as error:
            raise UserError(f"{self.what} cannot be read ({error.strerror}).") from error
        if "\0" in self._text:
            raise UserError(f"{self.what} is no CSV; save it as CSV UTF-8.")
        self.separator = _separator(self._text)
        lines = [line for line in self._lines() if any(cell.text.strip() for cell in line.cells)]
        self.head = [cell.text.strip() for cell in lines[0].cells] if lines else []
        self.lines = lines[1:]

    def columns(self, meaning: str) -> list[int]:
        """The columns of a meaning, the first choice first.

        Raises:
            UserError: two columns are called so.
        """
        heads = [_folded(head) for head in self.head]
        stated = self.stated.get(meaning)
        names = NAMES.get(meaning, ())
        if stated and _folded(stated) in heads:
            names = (stated,)
        found = []
        for name in map(_folded, names):
            if heads.count(name) > 1:
                raise UserError(f'{self.what} has two columns "{self.head[heads.index(name)]}".')
            found += [heads.index(name)] if name in heads else []
        return found

    def column(self, meaning: str) -> int | None:
        """The column of a meaning; None where there is none."""
        return next(iter(self.columns(meaning)), None)

    def need(self, meaning: str) -> int:
        """The column of a meaning.

        Raises:
            UserError: there is none.
        """
        found = self.column(meaning)
        if found is None:
            raise UserError(
                f'{self.what} has no column "{NAMES[meaning][0]}"; if it is called otherwise, add '
                f'--columns {meaning}="...". It has: {", ".join(self.head)}.'
            )
        return found

    def filled(self, changes: dict[tuple[int, int], str]) -> bytes:
        """The bytes of the file with other texts in some cells, by line and column."""
        parts, done = [], 0
        cells = {line.number: line.cells for line in self.lines}
        for number, column in sorted(changes):
            cell = cells[number][column]
            quote = '"' if self._text[cell.start : cell.start + 1] == '"' else ""
            parts += [self._text[done : cell.start], quote, changes[number, column], quote]
            done = cell.end
        return "".join([*parts, self._text[done:]]).encode(self.encoding)

    def _lines(self) -> Iterator[Line]:
        text, place, number = self._text, 0, 1
        place += text.startswith("\ufeff")
        cells: list[Cell] = []
        while place < len(text) or cells:
            cell = self._quoted(place, number) if text[place : place + 1] == '"' else None
            if cell is None:
                end = re.compile(rf"[{self.separator}\r\n]|$(?![\s\S])").search(text, place)
                stop = end.start() if end else len(text)
                cell = Cell(text[place:stop], place, stop)
            cells.append(cell)
            place = cell.end + 1
            if text[cell.end : place] != self.separator:
                yield Line(number, cells)
                number += 1 + sum(c.text.count("\n") for c in cells)
                cells = []
                place += text[cell.end : place + 1] == "\r\n"

    def _quoted(self, start: int, number: int) -> Cell:
        """A cell in quotation marks. One inside is doubled; Moodle leaves it single behind a \\."""
        text, place = self._text, start + 1
        while True:
            place = text.find('"', place)
            if place < 0:
                raise UserError(f"{self.what}, line {number}: a quotation mark is never closed.")
            if text[place + 1 : place + 2] == '"':
                place += 2
            elif text[place + 1 : place + 2] in ("", self.separator, "\r", "\n"):
                return Cell(text[start + 1 : place].replace('""', '"'), start, place + 1)
            else:
                place += 1


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFC", name).replace("'", "’")
    return " ".join(text.split()).casefold()


def _decode(data: bytes) -> tuple[str, str]:
    """The encoding that gives these bytes back, and the text; a BOM stays its first letter."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return encoding, data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "cp1252"):  # what Excel writes in Western Europe; holds Latin-1
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "latin-1", data.decode("latin-1")


def _separator(text: str) -> str:
    """What stands most often in the head line, outside quotation marks."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\ufeff\r\n")).splitlines()[:1]
    return max(",;\t", key=lambda letter: head[0].count(letter) if head else 0)
