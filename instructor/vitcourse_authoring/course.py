"""What every tool needs to know about the course: where things lie."""

import re
import tomllib
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

NAME_PATTERN = "[0-9][0-9]_*"


def _root() -> Path:
    """The course that these tools belong to; installed elsewhere, the one that one stands in."""
    folders = [Path(__file__).resolve().parents[2], Path.cwd(), *Path.cwd().parents]
    for folder in folders:
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    raise SystemExit("error: there is no course here; start in the folder that holds solutions/.")


ROOT = _root()


class UserError(Exception):
    """Something the instructor can mend; the message is one sentence that says how."""


def notebook_names(root: Path = ROOT) -> list[str]:
    """Return the names of all notebooks, such as ``"01_tensors"``, in course order."""
    return sorted(path.stem for path in root.glob(f"solutions/{NAME_PATTERN}/{NAME_PATTERN}.md"))


def pick_names(names: list[str], root: Path = ROOT) -> list[str]:
    """Return ``names`` where given, else all notebooks.

    Raises:
        UserError: a name is not a notebook of the course.
    """
    known = notebook_names(root)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(
            f'there is no notebook "{unknown[0]}" below solutions/; choose from {", ".join(known)}.'
        )
    return names or known


def markdown_path(name: str, root: Path = ROOT) -> Path:
    return root / "solutions" / name / f"{name}.md"


def solution_path(name: str, root: Path = ROOT) -> Path:
    return root / "solutions" / name / f"{name}.ipynb"


def notebook_title(name: str, root: Path = ROOT) -> str:
    """Return the first heading of a notebook, such as ``"1. Tensors: ..."``."""
    text = markdown_path(name, root).read_text(encoding="utf-8")
    found = re.search(r"^# (.+)$", text, re.M)
    if found is None:
        raise UserError(f"{name}: there is no heading such as `# 1. Tensors: ...`.")
    return found.group(1).strip()


def student_path(name: str, root: Path = ROOT) -> Path:
    return root / "course" / name / f"{name}.ipynb"


def project(root: Path = ROOT) -> dict:
    """Return the ``[project]`` table of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def nbgrader_config(root: Path = ROOT) -> Config:
    """Return the settings of nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
