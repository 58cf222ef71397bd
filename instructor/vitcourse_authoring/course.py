"""What every tool needs to know about the course: where things lie."""

import os
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


def gradebook_url(folder: Path, url: str = "") -> str:
    """Address of a gradebook: as given, else $VITCOURSE_GRADEBOOK, else a file in the classroom.

    Raises:
        UserError: it holds a password, or what nbgrader cannot use.
    """
    url = url or os.environ.get("VITCOURSE_GRADEBOOK") or f"sqlite:///{folder / 'gradebook.db'}"
    kind, _, rest = url.partition("://")
    if kind in ("postgres", "postgresql", "postgresql+psycopg"):
        if ":" in rest.rpartition("@")[0]:
            raise UserError(
                "the address of the gradebook holds a password, which Formgrader would show; put "
                "it into ~/.pgpass and write postgresql://user@host/database."
            )
        url = f"postgresql+psycopg://{rest}"
    elif kind != "sqlite":
        raise UserError(
            f'"{url}" is no address of a gradebook; write postgresql://user@host/database or '
            "sqlite:////path/gradebook.db."
        )
    if "%" in url:
        raise UserError(f"nbgrader cannot use an address with % ({url}); choose names without.")
    return url


def nbgrader_config(root: Path = ROOT) -> Config:
    """Return the settings of nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
