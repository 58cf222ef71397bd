"""Fixtures and helpers shared by the tests."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from vitcourse_grading.sandbox import unavailable

# Who uses one of these fixtures is marked with what `make check` leaves out.
MARKS = {
    "a_sandbox": "kernel",
    "run_cells": "kernel",
    "chromium": "browser",
    "small": "browser",  # a built website
    "bare_python": "install",
    "postgresql_server": "kernel",
    "cluster": "kernel",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        for name in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[name])


def missing(what: str):
    """Skip where a tool is missing; in continuous integration that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; .ci/run should have installed it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium or Chrome."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    missing("a browser (Debian's package chromium)")


@pytest.fixture(scope="session")
def a_sandbox():
    """Something to grade in."""
    if unavailable():
        missing(f"the sandbox ({unavailable()})")


@pytest.fixture(scope="session")
def bundle_folder(tmp_path_factory):
    """The student repository, written once per session."""
    from vitcourse_authoring.bundle import bundle

    folder = tmp_path_factory.mktemp("bundle") / "students"
    bundle(folder)
    return folder


@pytest.fixture(scope="session")
def postgresql_server():
    """Address of a PostgreSQL server of our own, without the name of a database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = found[-1].parent if found else Path(shutil.which("initdb") or "").parent
    if not (programs / "initdb").is_file():
        missing("a PostgreSQL server (Debian's package postgresql)")
    pytest.importorskip("psycopg")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    drop = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    start = ["--auth=trust", "--username=course", "--encoding=UTF8", "--no-sync"]
    subprocess.run([*drop, programs / "initdb", "-D", folder / "data", *start], check=True,
                   stdout=subprocess.DEVNULL, cwd=folder)  # fmt: skip
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*drop, programs / "postgres", "-D", folder / "data", *options],
                                  stdout=log, stderr=log, cwd=folder)  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        else:
            pytest.fail((folder / "log").read_text())
        yield f"postgresql+psycopg://course@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)  # at SIGTERM it waits for connections left open
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(postgresql_server, request):
    """Address of an empty database."""
    from sqlalchemy import create_engine, text

    name = f"course_{abs(hash(request.node.nodeid))}"
    engine = create_engine(f"{postgresql_server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{postgresql_server}/{name}"
