"""Everything that decides what a submission gets: course, grader, packages, box, limits."""

import importlib.metadata
import platform
import shutil
import subprocess
from functools import cache
from pathlib import Path

from vitcourse_authoring.course import ROOT, solution_path, student_path
from vitcourse_authoring.notebooks import digest

from .sandbox import Limits

# What turns an upload into verdicts. Who keeps them and shows them decides nothing.
_GRADER = (
    "vitcourse_authoring/notebooks.py",
    "vitcourse_authoring/syntax.py",
    "vitcourse_grading/altered.py",
    "vitcourse_grading/examine.py",
    "vitcourse_grading/intake.py",
    "vitcourse_grading/rebuild.py",
    "vitcourse_grading/sandbox.py",
)
_PACKAGES = (
    "einops",
    "ipykernel",
    "ipython",
    "matplotlib",
    "numpy",
    "timm",
    "torch",
    "torchvision",
)
SAID = {  # part of the key -> what an instructor is told when it differs
    "course": "the notebook or its tests were changed",
    "grader": "the grader was changed",
    "packages": "package versions changed",
    "box": "the sandbox is another",
    "limits": "other limits",
}


@cache
def material(notebook: str) -> dict[str, str]:
    """What a worker grades a notebook with, as digests: course, grader, packages."""
    helper = sorted((ROOT / "course" / "vitcourse").glob("*.py"))
    tools = [Path(__file__).resolve().parents[1] / name for name in _GRADER]
    course = [path(notebook) for path in (solution_path, student_path)]
    versions = [f"{name} {_version(name)}" for name in _PACKAGES]
    return {
        "course": _files(course),
        "grader": _files([*tools, *helper]),
        "packages": digest(platform.python_version(), *versions)[:16],
    }


def grading_key(notebook: str, limits: Limits, boxed: bool) -> dict[str, str]:
    """What an outcome depends on besides the upload."""
    box = f"bubblewrap {_bubblewrap()}" if boxed else "no sandbox"
    return material(notebook) | {"box": box, "limits": digest(repr(limits))[:16]}


def _files(paths: list[Path]) -> str:
    return digest(*(path.read_text(encoding="utf-8") for path in paths))[:16]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"


@cache
def _bubblewrap() -> str:
    if shutil.which("bwrap") is None:
        return "none"
    run = subprocess.run(["bwrap", "--version"], capture_output=True, text=True)
    return run.stdout.strip().removeprefix("bubblewrap ")
