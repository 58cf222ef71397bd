"""What was handed in and what people decided: an append-only file, and the bytes by digest.

    classroom/ledger.jsonl       one JSON object per line, never changed
    classroom/uploads/<digest>   the bytes of every file that was ever seen

A line is written, and forced to disk, after the bytes it speaks of; so whatever moment a run is
killed at, everything that can be read is true. A last line that was cut off is dropped.
"""

import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from vitcourse_authoring.course import UserError
from vitcourse_authoring.notebooks import write_file

from .intake import Upload

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Mark:
    """Points or a comment that a person gave for one answer; without either: taken back."""

    notebook: str
    student: str
    cell: str  # name of the graded cell in the gradebook
    answer: str  # digest of the answer that was read
    points: float | None
    comment: str = ""
    extra: float | None = None  # extra credit

    @property
    def stands(self) -> bool:
        return self.points is not None or self.extra is not None or bool(self.comment)

    @property
    def said(self) -> tuple[float | None, float | None, str]:
        return self.points, self.extra, self.comment


@dataclass(frozen=True)
class Decision:
    """What a person said about marks held back: they count, or they do not."""

    notebook: str
    student: str
    exercise: str
    upload: str  # digest of the bytes that were looked at
    accepted: bool
    reason: str = ""


class Ledger:
    """The facts about one classroom.

    Args:
        folder: the classroom.
        dry: keep what is added in memory only.

    Raises:
        UserError: a line in the middle cannot be read.
    """

    def __init__(self, folder: Path, dry: bool = False):
        self.folder, self.path, self.dry = folder, folder / "ledger.jsonl", dry
        self.uploads: dict[str, Upload] = {}  # by id, with the earliest time known
        self.owners: dict[str, str] = {}  # id of an upload -> student; empty: withdrawn
        self.due: dict[str, float] = {}  # notebook -> deadline of the class
        self.decisions: dict[tuple[str, str, str, str], Decision] = {}
        self.marks: dict[tuple[str, str, str], list[Mark]] = {}  # in the order they were given
        self._bytes: dict[str, bytes] = {}  # of a dry run
        for number, line in enumerate(self._lines(), start=1):
            try:
                self._apply(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise UserError(
                    f"{self.path}, line {number}, cannot be read ({error}); put the file back from "
                    "a copy, or remove that line: what it said is then unknown."
                ) from error

    def _lines(self) -> list[bytes]:
        """Whole lines; the rest of one that was cut off is removed before the next is added."""
        if not self.path.exists():
            return []
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data) and not self.dry:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
                os.fsync(file.fileno())
        return whole.splitlines()

    def _apply(self, line: dict) -> None:
        event = line.pop("event")
        line.pop("at", None)
        if event == "seen":
            upload = Upload(**line | {"attempt": tuple(line["attempt"])})
            self.uploads[upload.id] = upload
        elif event == "owner":
            self.owners[line["upload"]] = line["student"]
        elif event == "due":
            self.due[line["notebook"]] = line["due"]
        elif event == "decision":
            decision = Decision(**line)
            key = decision.notebook, decision.student, decision.exercise, decision.upload
            self.decisions[key] = decision
        elif event == "mark":
            mark = Mark(**line)
            self.marks.setdefault((mark.notebook, mark.student, mark.cell), []).append(mark)
        else:
            raise ValueError(f"unknown event {event}")

    def _append(self, *lines: dict) -> None:
        if not lines:
            return
        lines = tuple({"at": round(time.time(), 3)} | line for line in lines)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        if not self.dry:
            with self.path.open("ab") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        for line in lines:
            self._apply(json.loads(json.dumps(line)))

    # --- what is added ---

    def see(self, upload: Upload, data: bytes) -> bool:
        """Keep an upload; what is known already stays as it is, but for an earlier time.

        Returns:
            whether anything is new.
        """
        if upload.digest and not self.dry:
            write_file(data, self.folder / "uploads" / upload.digest)
        known = self.uploads.get(upload.id)
        if known is not None:
            if upload.time is None or (known.time is not None and known.time <= upload.time):
                return False
            upload = replace(known, time=upload.time)
        self._bytes |= {upload.digest: data} if self.dry else {}
        self._append({"event": "seen"} | asdict(upload))
        return True

    def give(self, upload: str, student: str) -> None:
        """Say whose an upload is; ``""`` withdraws it."""
        if self.owners.get(upload) != student:
            self._append({"event": "owner", "upload": upload, "student": student})

    def set_due(self, notebook: str, due: float) -> None:
        if self.due.get(notebook) != due:
            self._append({"event": "due", "notebook": notebook, "due": due})

    def decide(self, decision: Decision) -> None:
        self._append({"event": "decision"} | asdict(decision))

    def mark(self, marks: list[Mark]) -> None:
        self._append(*({"event": "mark"} | asdict(mark) for mark in marks))

    # --- what is asked ---

    def data(self, digest: str) -> bytes:
        """The bytes of an upload.

        Raises:
            UserError: they are gone.
        """
        if digest in self._bytes:
            return self._bytes[digest]
        try:
            return (self.folder / "uploads" / digest).read_bytes()
        except OSError as error:
            raise UserError(
                f"the bytes of an upload are missing in {self.folder / 'uploads'} "
                f"({error.strerror}); grade once more with the folder it came in."
            ) from error

    def is_news(self, mark: Mark) -> bool:
        """Whether a mark says something else than the last one known; none says nothing."""
        given = self.marks.get((mark.notebook, mark.student, mark.cell), [])
        return mark.said != (given[-1].said if given else (None, None, ""))

    def mark_for(self, notebook: str, student: str, cell: str, answer: str) -> Mark | None:
        """What a person last said of this very answer, if it stands."""
        given = self.marks.get((notebook, student, cell), [])
        last = next((mark for mark in reversed(given) if mark.answer == answer), None)
        return last if last is not None and last.stands else None

    def earlier_mark(self, notebook: str, student: str, cell: str, answer: str) -> Mark | None:
        """The last points given for another answer of this student, if none are for this one."""
        if self.mark_for(notebook, student, cell, answer):
            return None
        given = self.marks.get((notebook, student, cell), [])
        points = (mark for mark in reversed(given) if mark.points is not None)
        return next((mark for mark in points if mark.answer != answer), None)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one run at a time work in a classroom.

    Raises:
        UserError: another one is at work; the sentence says who.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+", encoding="utf-8") as file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "somebody"
            raise UserError(
                f"{holder} is grading in {folder}; wait until that has ended."
            ) from None
        file.truncate(0)
        began = time.strftime("%H:%M")
        file.write(f"{_user()} on {socket.gethostname()} (process {os.getpid()}, since {began})\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return f"user {os.getuid()}"
