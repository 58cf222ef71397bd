"""Where a classroom's records lie: in its folder, or in tables beside a gradebook on PostgreSQL.

Records are small files by name, written whole or not at all, and the lines of the ledger, which are
only added. One run at a time works with them; a second one is told who does.

    classroom/ledger.jsonl, uploads/<digest>, outcomes/<notebook>/<digest>.json, ...
    vitcourse_ledger (number, line), vitcourse_record (name, data), vitcourse_holder (name)
"""

import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from vitcourse_authoring.course import UserError
from vitcourse_authoring.notebooks import write_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = 0x766974  # of the advisory lock; it belongs to one database, so every course can use it
MARKED = "ledger.jsonl"


class Records(Protocol):
    """What a classroom keeps."""

    place: str  # for whoever reads a message

    def read(self, name: str) -> bytes | None: ...

    def has(self, name: str) -> bool: ...

    def write(self, data: bytes, name: str) -> None: ...

    def lines(self, repair: bool = True) -> list[bytes]: ...

    def append(self, text: str) -> None: ...

    def check(self) -> None: ...


class FolderRecords:
    """Files in the folder of the classroom."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.place = str(folder / MARKED)

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def write(self, data: bytes, name: str) -> None:
        write_file(data, self.folder / name)

    def lines(self, repair: bool = True) -> list[bytes]:
        """Whole lines; the rest of one that was cut off is removed before the next is added."""
        path = self.folder / MARKED
        if not path.exists():
            return []
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data) and repair:
            with path.open("r+b") as file:
                file.truncate(len(whole))
                os.fsync(file.fileno())
        return whole.splitlines()

    def append(self, text: str) -> None:
        with (self.folder / MARKED).open("ab") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())

    def check(self) -> None:
        """Make sure that they are still ours alone."""


class TableRecords:
    """Tables of a database.

    Raises:
        UserError: from any method, where the server does not answer any more.
    """

    def __init__(self, connection: Connection):
        self.connection = connection
        self.place = f"the table vitcourse_ledger of {connection.engine.url}"
        for table in (
            "vitcourse_ledger (number bigserial PRIMARY KEY, line text NOT NULL)",
            "vitcourse_record (name text PRIMARY KEY, data bytea NOT NULL)",
        ):
            self._run(f"CREATE TABLE IF NOT EXISTS {table}")

    def _run(self, statement: str, **values) -> list:
        try:
            found = self.connection.execute(text(statement), values)
            return list(found) if found.returns_rows else []
        except SQLAlchemyError as error:
            raise UserError(
                f"the database of the gradebook was lost ({said(error)}); what was graded is kept: "
                "grade again."
            ) from error

    def read(self, name: str) -> bytes | None:
        rows = self._run("SELECT data FROM vitcourse_record WHERE name = :name", name=name)
        return bytes(rows[0][0]) if rows else None

    def has(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM vitcourse_record WHERE name = :name", name=name))

    def write(self, data: bytes, name: str) -> None:
        self._run(
            "INSERT INTO vitcourse_record VALUES (:name, :data) ON CONFLICT (name) "
            "DO UPDATE SET data = excluded.data WHERE vitcourse_record.data <> excluded.data",
            name=name,
            data=data,
        )

    def lines(self, repair: bool = True) -> list[bytes]:
        rows = self._run("SELECT line FROM vitcourse_ledger ORDER BY number")
        return [row[0].encode("utf-8") for row in rows]

    def append(self, text: str) -> None:
        # One statement, so all lines or none.
        self._run(
            "INSERT INTO vitcourse_ledger (line) SELECT line FROM "
            "unnest(string_to_array(:text, chr(10))) WITH ORDINALITY AS t(line, n) ORDER BY n",
            text=text.removesuffix("\n"),
        )

    def check(self) -> None:
        """Make sure that they are still ours alone: the lock goes with the connection."""
        self._run("SELECT 1")


@contextmanager
def records_of(folder: Path, url: str) -> Iterator[Records]:
    """Open the records of a classroom for one run at a time.

    Args:
        folder: the classroom.
        url: address of its gradebook.

    Raises:
        UserError: another run is at work (the sentence says who), or there is no database.
    """
    with locked(folder):
        if url.startswith("sqlite:"):
            yield FolderRecords(folder)
            return
        with _connected(url) as connection, _held(connection):
            yield TableRecords(connection)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    try:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        connection = engine.connect()
    except ModuleNotFoundError as error:
        raise UserError(
            f"a gradebook at {url} needs the package {error.name}: "
            'pip install "vitcourse[postgresql]".'
        ) from error
    except SQLAlchemyError as error:
        raise UserError(f"the gradebook {url} cannot be reached ({said(error)}).") from error
    try:
        yield connection
    finally:
        connection.close()
        engine.dispose()


@contextmanager
def _held(connection: Connection) -> Iterator[None]:
    """Hold the lock of a database. It is freed when the connection ends, however that happens."""
    for name in ("idle", "interval", "count"):  # a computer that was cut off is noticed in 1 min
        connection.execute(text(f"SET tcp_keepalives_{name} = {3 if name == 'count' else 20}"))
    own = connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}).scalar()
    if not own:
        there = connection.execute(text("SELECT to_regclass('vitcourse_holder')")).scalar()
        query = text("SELECT name FROM vitcourse_holder")
        holder = (connection.execute(query).scalar() if there else None) or "somebody"
        raise UserError(
            f"{holder} is grading with the gradebook {connection.engine.url}; wait until that has "
            "ended."
        )
    connection.execute(text("CREATE TABLE IF NOT EXISTS vitcourse_holder (name text NOT NULL)"))
    connection.execute(text("DELETE FROM vitcourse_holder"))
    connection.execute(text("INSERT INTO vitcourse_holder VALUES (:name)"), {"name": _who()})
    yield


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
        file.write(f"{_who()}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def said(error: SQLAlchemyError) -> str:
    """What a database says, in one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:200].rstrip(".")


def _who() -> str:
    began = time.strftime("%H:%M")
    return f"{_user()} on {socket.gethostname()} (process {os.getpid()}, since {began})"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return f"user {os.getuid()}"
