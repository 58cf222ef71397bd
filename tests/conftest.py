"""Fixtures and helpers shared by the tests."""

import os
import shutil

import pytest
from vitcourse_grading.sandbox import unavailable

# Who uses one of these fixtures is marked with what `make check` leaves out.
MARKS = {
    "a_sandbox": "kernel",
    "run_cells": "kernel",
    "chromium": "browser",
    "bare_python": "install",
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
