"""Read what was uploaded from a folder or a zip file, entry by entry, trusting none of it.

An *entry* is what the learning platform wrote: the outermost folder or file of one student. Links,
unsafe names and oversized members are refused, and what an entry may hold in all is limited. What
is neither a notebook nor a zip is passed over: a photo makes no student and no finding.
"""

import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vitcourse_authoring.course import UserError, notebook_names
from vitcourse_authoring.notebooks import storable

MIB = 2**20
MOST_BYTES = 20 * MIB  # of one notebook; an executed one of the course has less than 2 MB
MOST_TOTAL = 100 * MIB  # of everything that is read of one entry
MOST_MEMBERS = 2_000  # of all zips of one entry
STAMP = "timestamp.txt"  # written by nbgrader beside a collected notebook
_JUNK = ("__MACOSX", ".")


@dataclass(frozen=True)
class File:
    """One notebook, or what should be one. ``problem`` says why it cannot be used."""

    path: str  # within its entry's parent: begins with the entry's name
    data: bytes = b""
    problem: str = ""
    time: float | None = None  # seconds since 1970; None where nobody reliable wrote it


@dataclass
class Entry:
    """Everything of one outermost folder or file."""

    name: str
    is_folder: bool
    files: list[File] = field(default_factory=list)


@dataclass
class _Budget:
    """What one entry may still cost."""

    bytes: int = MOST_TOTAL
    members: int = MOST_MEMBERS


@dataclass(frozen=True)
class _Raw:
    """A file that has not been opened yet."""

    parts: tuple[str, ...]
    size: int
    time: float | None
    read: Callable[[int], bytes]  # at most so many bytes
    problem: str = ""


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a folder, or of a zip file as a learning platform makes it.

    Raises:
        UserError: there is nothing to read.
    """
    wrappers = {"submitted", *notebook_names()}
    if path.is_dir():
        raw = list(_walk(path))
    elif path.is_file() and zipfile.is_zipfile(path):
        wrappers.add(path.stem)
        with zipfile.ZipFile(path) as archive:
            yield from _entries(list(_members(archive)), wrappers)
        return
    else:
        raise UserError(f"{path} is neither a folder nor a zip file with submissions.")
    yield from _entries(raw, wrappers)


def _entries(files: list[_Raw], wrappers: set[str]) -> Iterator[Entry]:
    def unwrapped(file: _Raw) -> tuple[str, ...]:
        parts = file.parts
        while len(parts) > 1 and parts[0] in wrappers:
            parts = parts[1:]
        return parts

    wanted = sorted(((unwrapped(file), file) for file in files), key=lambda pair: pair[0])
    for name, group in groupby(wanted, key=lambda pair: pair[0][0]):
        members = list(group)
        entry = Entry(name, is_folder=any(len(parts) > 1 for parts, _ in members))
        stamps = {parts[:-1]: file for parts, file in members if _is_stamp(parts)}
        budget = _Budget()
        for parts, file in members:
            moment = _stamped(stamps[parts[:-1]]) if parts[:-1] in stamps else file.time
            entry.files += _open("/".join(parts), file, moment, budget, depth=0)
        if entry.files:
            yield entry


def _is_stamp(parts: tuple[str, ...]) -> bool:
    """Whether this is nbgrader's own file, in nbgrader's own tree and nowhere else."""
    return len(parts) == 3 and parts[1] in notebook_names() and parts[2] == STAMP


def _stamped(file: _Raw) -> float | None:
    """The time in a timestamp.txt, such as ``2026-11-19 12:00:00.123456 UTC``."""
    try:
        text = file.read(1000).decode("utf-8").strip()
        found = re.fullmatch(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)(?:\.\d+)?\s*(\S*)", text)
        if found is None:
            return None
        zone = ZoneInfo(found[2] or "UTC")
        return datetime.fromisoformat(found[1]).replace(tzinfo=zone).timestamp()
    except (OSError, ValueError, ZoneInfoNotFoundError, zipfile.BadZipFile):
        return None


def _walk(folder: Path) -> Iterator[_Raw]:
    for top, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(files + [n for n in folders if Path(top, n).is_symlink()]):
            path = Path(top, name)
            parts = tuple(storable(part) for part in path.relative_to(folder).parts)
            facts = path.lstat()
            problem = ""
            if stat.S_ISLNK(facts.st_mode):
                problem = "the file is a link"
            elif not stat.S_ISREG(facts.st_mode):
                problem = "this is no ordinary file"
            yield _Raw(parts, facts.st_size, facts.st_mtime, _reader(path), problem)


def _reader(path: Path) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with path.open("rb") as file:
            return file.read(most)

    return read


def _members(archive: zipfile.ZipFile) -> Iterator[_Raw]:
    """Members of a zip; their times are whatever its maker wrote, so they count for nothing."""
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = storable(member.filename)
        parts = PurePosixPath(name.replace("\\", "/")).parts or ("unnamed",)
        problem = ""
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            parts, problem = ("outside", parts[-1]), "its path in the zip leads outside"
        elif stat.S_ISLNK(member.external_attr >> 16):
            problem = "the file is a link"
        yield _Raw(parts, member.file_size, None, _member_reader(archive, member), problem)


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with archive.open(member) as file:
            return file.read(most)

    return read


def _open(
    where: str, file: _Raw, moment: float | None, budget: _Budget, depth: int
) -> Iterator[File]:
    """The notebooks that a file is or holds."""
    parts = PurePosixPath(where).parts
    kind = PurePosixPath(where).suffix.lower()
    if kind not in (".ipynb", ".zip") or any(part.startswith(_JUNK) for part in parts):
        return
    most = MOST_BYTES if kind == ".ipynb" else MOST_TOTAL
    problem = file.problem
    if not problem and file.size > most:
        problem = f"the file is too large ({file.size / MIB:,.0f} MiB)"
    if not problem and kind == ".zip" and depth >= 2:
        problem = "a zip in a zip in a zip is not opened"
    data = b""
    if not problem:
        try:
            data = file.read(min(most, budget.bytes) + 1)
        except Exception as error:  # damaged members raise all kinds of errors
            said = getattr(error, "strerror", None) or error
            problem = f"the file cannot be read ({said})"
        if len(data) > budget.bytes:
            problem = f"the files of this upload have more than {MOST_TOTAL / MIB:.0f} MiB together"
        elif len(data) > most:
            problem = "the file is larger than the zip says"
        budget.bytes -= min(len(data), budget.bytes)
    if problem:
        yield File(where, b"", problem, moment)
    elif kind == ".ipynb":
        yield File(where, data, "", moment)
    else:
        yield from _unzip(where, data, moment, budget, depth)


def _unzip(
    where: str, data: bytes, moment: float | None, budget: _Budget, depth: int
) -> Iterator[File]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            budget.members -= len(archive.infolist())
            if budget.members < 0:
                reason = f"the zip files of this upload have more than {MOST_MEMBERS:,} members"
                yield File(where, b"", reason, moment)
                return
            for member in _members(archive):
                yield from _open(
                    "/".join((where, *member.parts)), member, moment, budget, depth + 1
                )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield File(where, b"", f"the zip cannot be read ({error})", moment)
