"""Find what students handed in, and decide whose it is and which notebook.

Nothing here trusts a file: links, unsafe names and oversized members of zip files are refused,
JSON is only ever read as plain data, and what cannot be used keeps a reason.
"""

import csv
import io
import json
import os
import re
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

import nbformat

from .course import NAME_PATTERN, UserError, notebook_names, student_path
from .notebooks import grade_id, squeeze, storable

MOST_BYTES = 20 * 2**20  # of one notebook; an executed one of the course has less than 2 MB
MOST_MEMBERS = 20_000  # of one zip
SAFE_ID = re.compile(r"[A-Za-z0-9][\w.@+-]*")
TIME_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True)
class Student:
    """One line of the roster; ``due`` overrides the deadline of the whole class."""

    id: str
    first_name: str = ""
    last_name: str = ""
    due: float | None = None


@dataclass
class Upload:
    """One uploaded file. ``problem`` says why it cannot be graded; empty when it can."""

    path: str  # below the folder or inside the zip, as the instructor sees it
    time: float  # seconds since 1970
    data: bytes = b""
    problem: str = ""
    notebook: str = ""
    student: str = ""


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


def read_roster(path: Path) -> list[Student]:
    """Read a CSV with ``student_id`` and, if wanted, ``first_name``, ``last_name``, ``due``.

    Raises:
        UserError: the file is missing, has no such column, or an id is unusable or repeated.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the roster {path} cannot be read ({error}).") from error
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or "student_id" not in rows[0]:
        raise UserError(
            f"the roster {path} needs a first line with the column student_id (further columns: "
            "first_name, last_name, due) and one line per student."
        )
    students, seen = [], set()
    for line, row in enumerate(rows, start=2):
        row = {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        name = row.get("student_id", "")
        if not SAFE_ID.fullmatch(name):
            raise UserError(
                f'{path}, line {line}: the student_id "{name}" may hold letters, digits and '
                ". _ @ + - only."
            )
        if name.lower() in seen:
            raise UserError(f'{path}, line {line}: the student_id "{name}" stands there twice.')
        seen.add(name.lower())
        due = parse_time(row["due"]) if row.get("due") else None
        students.append(Student(name, row.get("first_name", ""), row.get("last_name", ""), due))
    return students


# --- files ------------------------------------------------------------------------------


def read_uploads(path: Path) -> list[Upload]:
    """Return every notebook, and everything that should be one, below a folder or in a zip.

    Raises:
        UserError: there is nothing to read.
    """
    if path.is_dir():
        found = _from_folder(path)
    elif path.is_file() and zipfile.is_zipfile(path):
        found = _from_zip(path.read_bytes(), "", depth=0)
    else:
        raise UserError(f"{path} is neither a folder nor a zip file with submissions.")
    if not found:
        raise UserError(
            f"{path} holds no submission; expected notebooks (.ipynb), one per student, named "
            "<student id>_<anything>.ipynb or in nbgrader's folders <student>/<notebook>/."
        )
    return found


def _from_folder(folder: Path) -> list[Upload]:
    found = []
    for top, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(files + [n for n in folders if Path(top, n).is_symlink()]):
            path = Path(top, name)
            where = storable(path.relative_to(folder).as_posix())
            facts = path.lstat()
            if stat.S_ISLNK(facts.st_mode):
                found.append(Upload(where, facts.st_mtime, problem="the file is a link"))
            elif not stat.S_ISREG(facts.st_mode):
                found.append(Upload(where, facts.st_mtime, problem="this is no ordinary file"))
            elif _wanted(where):
                found += _file(where, facts.st_mtime, facts.st_size, path.read_bytes, depth=0)
    return found


def _from_zip(data: bytes, where: str, depth: int) -> list[Upload]:
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                return [Upload(where, 0, problem=f"the zip has more than {MOST_MEMBERS:,} members")]
            for member in members:
                name = storable(f"{where}/{member.filename}" if where else member.filename)
                if member.is_dir() or not _wanted(name):
                    continue
                try:
                    found += _from_member(archive, member, name, where, depth)
                except Exception as error:  # damaged members raise all kinds of errors
                    reason = f"the file in the zip cannot be read ({error})"
                    found.append(Upload(name, _moment(member), problem=reason))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        found.append(Upload(where, 0, problem=f"the zip cannot be read ({error})"))
    return found


def _from_member(archive, member: zipfile.ZipInfo, name: str, where: str, depth: int) -> list:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
        safe = f"{where}/{parts[-1]}" if where else parts[-1]
        return [
            Upload(storable(safe), _moment(member), problem="its path in the zip leads outside")
        ]
    if stat.S_ISLNK(member.external_attr >> 16):
        return [Upload(name, _moment(member), problem="the file is a link")]
    return _file(
        name, _moment(member), member.file_size, lambda: _read_member(archive, member), depth
    )


def _moment(member: zipfile.ZipInfo) -> float:
    try:
        return datetime(*member.date_time).timestamp()
    except ValueError:  # some programs write month 0
        return 0.0


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        return file.read(MOST_BYTES + 1)  # the stated size may be a lie


def _wanted(where: str) -> bool:
    parts = PurePosixPath(where).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return not hidden and PurePosixPath(where).name != "timestamp.txt"


def _file(where: str, moment: float, size: int, read, depth: int) -> list[Upload]:
    kind = PurePosixPath(where).suffix.lower()
    if kind not in (".ipynb", ".zip"):
        return [Upload(where, moment, problem=f"this is no notebook ({kind or 'no extension'})")]
    if size > (MOST_BYTES if kind == ".ipynb" else 10 * MOST_BYTES):
        return [Upload(where, moment, problem=f"the file is too large ({size / 2**20:,.0f} MiB)")]
    if kind == ".zip" and depth >= 2:
        return [Upload(where, moment, problem="a zip in a zip in a zip is not opened")]
    data = read()
    if kind == ".zip":
        return _from_zip(data, where, depth + 1)
    if len(data) > MOST_BYTES:
        return [Upload(where, moment, problem="the file is larger than the zip says")]
    return [Upload(where, moment, data)]


# --- which notebook ---------------------------------------------------------------------


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


@cache
def _fingerprints() -> dict[str, tuple[set[str], set[str]]]:
    """notebook -> (grade ids, sources) of what students were given."""
    found = {}
    for name in notebook_names():
        cells = nbformat.read(student_path(name), as_version=4).cells
        sources = {squeeze(cell.source) for cell in cells if len(cell.source) > 40}
        marks = {mark for cell in cells if (mark := grade_id(cell))}
        found[name] = (marks, sources)
    return found


def identify_notebook(upload: Upload) -> str:
    """Return which notebook of the course this is, by its cells, else by its name, else ``""``."""
    try:
        cells = read_cells(upload.data)
    except ValueError:
        cells = []
    votes: Counter[str] = Counter()
    marks = {cell["grade_id"] for cell in cells} | {cell["id"] for cell in cells}
    sources = {squeeze(cell["source"]) for cell in cells}
    for name, (ids, known) in _fingerprints().items():
        votes[name] = 3 * len(marks & ids) + len(sources & known)
    best = votes.most_common(1)
    if best and best[0][1] >= 3:
        return best[0][0]
    for part in reversed(PurePosixPath(upload.path).parts):
        for name in notebook_names():
            if name in part or re.search(rf"(?<![0-9]){name[:2]}(?![0-9])", part):
                return name
    return ""


# --- whose ------------------------------------------------------------------------------


def identify_student(path: str, roster: list[Student]) -> str:
    """Return whose file this is by the names in its path; ``""`` when nobody or several fit."""
    parts = PurePosixPath(path).parts
    for part in reversed(parts):  # the file's own name counts more than a folder's
        ids = {s.id for s in roster if _is_token(s.id, part)}
        ids -= {one for one in ids for other in ids if one != other and _is_token(one, other)}
        if len(ids) == 1:
            return ids.pop()
        if len(ids) > 1:
            return ""
    letters = "/".join(re.sub(r"[\W_]", "", part).lower() for part in parts)
    named = {s.id for s in roster if any(name in letters for name in _spellings(s))}
    return named.pop() if len(named) == 1 else ""


def _is_token(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text, re.I))


def _spellings(student: Student) -> list[str]:
    first, last = (re.sub(r"[\W_]", "", n).lower() for n in (student.first_name, student.last_name))
    return [first + last, last + first] if first and last else []


def guess_student(upload: Upload, crowded: set[str]) -> str:
    """Return whose file this is where there is no roster.

    nbgrader's layout names the student in the folder above the notebook's; other folders belong
    to one student unless they are crowded (several files of the same notebook); else the name of
    the file begins with the student id.
    """
    path = PurePosixPath(upload.path)
    folders = [part.removesuffix(".zip") for part in path.parts[:-1]]
    if folders and re.fullmatch(NAME_PATTERN.replace("*", ".*"), folders[-1]):
        folders.pop()
    own_folder = folders and str(path.parent) not in crowded
    name = folders[-1] if own_folder else path.stem.split("_")[0]
    return name if SAFE_ID.fullmatch(name) else ""


def sort_uploads(
    uploads: list[Upload], roster: list[Student]
) -> tuple[dict[tuple[str, str], list[Upload]], list[Upload]]:
    """Give every upload a notebook and a student.

    Returns:
        (notebook, student) -> uploads, the newest first; and what belongs to nobody.
    """
    for upload in uploads:
        upload.notebook = identify_notebook(upload)
        if not upload.problem:
            try:
                read_cells(upload.data)
            except ValueError as error:
                upload.problem = str(error)
    kinds = Counter(upload.notebook for upload in uploads if upload.notebook and upload.data)
    for upload in uploads:
        if not upload.notebook and len(kinds) == 1:
            upload.notebook = next(iter(kinds))  # all others are of this one
    places = Counter((str(PurePosixPath(u.path).parent), u.notebook) for u in uploads)
    crowded = {folder for (folder, _), count in places.items() if count > 1}
    found: dict = {}
    nobody: list = []
    for upload in uploads:
        if roster:
            upload.student = identify_student(upload.path, roster)
        else:
            upload.student = guess_student(upload, crowded)
        if upload.student and upload.notebook:
            found.setdefault((upload.notebook, upload.student), []).append(upload)
        else:
            nobody.append(upload)
    for several in found.values():
        several.sort(key=lambda upload: (-upload.time, upload.path))
    return found, nobody
