"""`pytest --changed` leaves out what passed before, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("name", ["01_one", "02_two"])
def test_notebook(name):
    assert "wrong" not in open(f"solutions/{name}/{name}.md").read()

def test_course():
    pass
"""
ALL = {"test_notebook[01_one]", "test_notebook[02_two]", "test_course"}


class Tree:
    """A small course under git, with tests."""

    def __init__(self, root: Path):
        self.root = root
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        for name in ("01_one", "02_two"):
            self.write(f"solutions/{name}/{name}.md", "right")
        self.write("tests/test_it.py", TESTS)
        self.write(".gitignore", ".pytest_cache\n__pycache__\n")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def run(self, *options: str, code: int = 0, **variables: str) -> set[str]:
        """Names of the tests that were run."""
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        environment |= {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": str(Path(__file__).parent),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-v", "-p", "remember", *options],
            cwd=self.root,
            env=environment | variables,
            capture_output=True,
            text=True,
        )
        assert run.returncode == code, run.stdout + run.stderr
        said = "(?:PASSED|FAILED|SKIPPED|ERROR)"  # xdist writes it before the name
        found = re.findall(rf"::(\S+) {said}|{said} \S+::(\S+)", run.stdout)
        return {first or second for first, second in found}


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def test_what_passed_is_left_out_until_its_files_change(tree):
    assert tree.run("--changed") == ALL
    assert tree.run("--changed") == set()
    tree.write("solutions/01_one/photo.txt", "new")
    assert tree.run("--changed") == {"test_notebook[01_one]", "test_course"}
    assert tree.run("--changed") == set()
    tree.write("README.md", "prose")
    assert tree.run("--changed") == {"test_course"}
    tree.write("course/helper.py", "new = 1")
    assert tree.run("--changed") == ALL


def test_without_the_option_and_in_continuous_integration_everything_runs(tree):
    assert tree.run() == ALL
    assert tree.run() == ALL
    assert tree.run("--changed", CI="true") == ALL
    assert tree.run("--changed") == set()


def test_what_failed_runs_again(tree):
    tree.run()
    tree.write("solutions/01_one/01_one.md", "wrong")
    for _ in range(2):
        assert tree.run("--changed", code=1) >= {"test_notebook[01_one]"}
    tree.write("solutions/01_one/01_one.md", "right")
    assert tree.run("--changed") == {"test_notebook[01_one]", "test_course"}


FIXTURE = """
import pytest
@pytest.fixture
def fixture():
    {}
def test_x(fixture):
    pass
"""


@pytest.mark.parametrize("body", ["pytest.skip('no tool')", "assert 0", "yield; assert 0"])
def test_only_what_passed_in_all_phases_is_left_out(tree, body):
    tree.write("tests/test_it.py", FIXTURE.format(body))
    for _ in range(2):
        assert tree.run("--changed", code=0 if "skip" in body else 1) == {"test_x"}


def test_workers_of_xdist_leave_out_the_same(tree):
    workers = ["-p", "xdist", "-n", "2"]
    assert tree.run(*workers) == ALL
    tree.write("solutions/02_two/02_two.md", "also right")
    assert tree.run("--changed", *workers) == {"test_notebook[02_two]", "test_course"}
    assert tree.run("--changed", *workers) == set()


def test_workers_of_xdist_start_only_where_something_has_changed(tree):
    workers = ["-p", "xdist", "-n", "2"]
    tree.run(*workers)
    tree.write("tests/conftest.py", "def pytest_xdist_setupnodes(): open('started', 'a').close()")
    tree.write(".gitignore", ".pytest_cache\n__pycache__\nstarted\n")
    assert tree.run("--changed", *workers) == ALL
    (tree.root / "started").unlink()
    assert tree.run("--changed", *workers) == set()
    assert not (tree.root / "started").exists()


def test_where_git_cannot_list_the_files_everything_runs(tree):
    tree.run()
    assert tree.run("--changed", PATH="") == ALL
    shutil.rmtree(tree.root / ".git")
    assert tree.run("--changed") == ALL
