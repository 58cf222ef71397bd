"""A pytest plugin that leaves out what has passed already: ``pytest --changed``.

Every run remembers the tests of tests/ that passed, each with a digest of the files that can
influence it. ``--changed`` leaves those out whose digest is still the same:

- a test of one notebook (its id holds the notebook's name) depends on that notebook's folders below
  solutions/, course/ and tests/answers/, on all code and settings, and on the installed packages,
  but not on other notebooks or on prose such as README.md;
- any other test depends on every file that git knows or does not ignore.

Only what passed in all its phases is remembered. With ``CI`` in the environment, or where git
cannot list the files, everything runs. Where nothing has changed, xdist starts no workers. The
memory lies in pytest's cache; cells run by nbval, which build on one another, are not part of it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from functools import cached_property
from pathlib import Path

import pytest

KEY = "vitcourse/passed"
OF_A_NOTEBOOK = re.compile(r"(?:solutions|course|tests/answers)/(\d\d_\w+)/")
PROSE = re.compile(r"[^/]+\.md|LICENSE.*|\..*")  # at the top, or in a folder such as .github


def pytest_addoption(parser):
    parser.addoption("--changed", action="store_true", help="leave out what has passed already")


def pytest_configure(config):
    if config.pluginmanager.hasplugin("cacheprovider"):
        memory = Memory(config)
        config.pluginmanager.register(memory, "memory of passed tests")
        if memory.is_in_use() and memory.is_up_to_date():
            config.option.dist = "no"  # to start xdist's workers would take longer


class Memory:
    def __init__(self, config: pytest.Config):
        self.config, self.root = config, config.rootpath
        self.passed: dict[str, str] = config.cache.get(KEY, {})  # test -> digest
        self.now: dict[str, str] = {}  # the same of this run; empty where it did not pass
        self.files = self._files()  # before anything runs: what is edited later counts as changed

    def _files(self) -> dict[str, str]:
        """path -> digest of every file that git knows or does not ignore."""
        if shutil.which("git") is None:
            return {}
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        paths = [Path(self.root, name) for name in listed.stdout.split("\0") if name]
        return {
            path.relative_to(self.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(set(paths))
            if path.is_file()
        }

    @cached_property
    def digests(self) -> dict[str, str]:
        """Name of a notebook, or "" for all files -> digest of what its tests depend on."""
        packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
        python = [sys.version, *sorted(path.name for path in packages)]
        found = {"": python + [str(row) for row in self.files.items()]}
        owners = {path: OF_A_NOTEBOOK.match(path) for path in self.files}
        for name in {owner[1] for owner in owners.values() if owner}:
            found[name] = python + [
                str(row)
                for row in self.files.items()
                if (owners[row[0]][1] == name if owners[row[0]] else not PROSE.fullmatch(row[0]))
            ]
        return {
            name: hashlib.sha256("\0".join(parts).encode()).hexdigest()
            for name, parts in found.items()
        }

    def digest(self, test: str) -> str:
        names = [name for name in self.digests if name and name in test]
        return self.digests[names[0] if len(names) == 1 else ""]

    def is_known(self, test: str) -> bool:
        return test in self.passed and self.passed[test] == self.digest(test)

    def is_in_use(self) -> bool:
        return bool(self.config.option.changed and self.files and not os.environ.get("CI"))

    def is_up_to_date(self) -> bool:
        """Whether nothing has changed since it was written, so that hardly a test will run."""
        return bool(self.passed) and all(map(self.is_known, self.passed))

    def pytest_collection_modifyitems(self, config, items):
        if not self.is_in_use():
            return
        known = [item for item in items if self.is_known(item.nodeid)]
        if known:
            config.hook.pytest_deselected(items=known)
            items[:] = [item for item in items if not self.is_known(item.nodeid)]

    def pytest_runtest_logreport(self, report):
        test = report.nodeid
        if not test.partition("::")[0].endswith(".py"):
            return
        if not report.passed:
            self.now[test] = ""
        elif report.when == "teardown" and self.files:
            self.now.setdefault(test, self.digest(test))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if hasattr(self.config, "workerinput"):  # a worker of xdist; its reports go to the main one
            return
        known = {test: value for test, value in self.passed.items() if self.is_known(test)}
        merged = known | self.now
        self.config.cache.set(KEY, {test: value for test, value in merged.items() if value})
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.is_in_use() and known:
            session.exitstatus = pytest.ExitCode.OK  # all of them had passed
