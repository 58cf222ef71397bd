"""Write the public student repository: no solutions, hidden tests or instructor tools."""

import shutil
import subprocess
from pathlib import Path

from .course import NAME_PATTERN, ROOT, UserError, log, project

FILES = (
    "environment.yml",
    "constraints.txt",
    "pyproject.toml",
    ".gitignore",
    "LICENSE",
    "LICENSE-TEXT",
    "SECURITY.md",
)
FORMS = ".github/ISSUE_TEMPLATE/*.yml"  # where students report mistakes
END_OF_STUDENT_PART = "# ---- for those who make and teach the course ----"
MARKER = "From Pixels to Patches: notebooks for students"  # first heading of its README


def _refuse_to_overwrite(folder: Path) -> None:
    if not folder.exists() or not any(path.name != ".git" for path in folder.iterdir()):
        return
    readme = folder / "README.md"
    if not readme.is_file() or MARKER not in readme.read_text(encoding="utf-8"):
        raise UserError(
            f"{folder} holds something other than a student repository; give an empty folder."
        )
    if (folder / ".git").exists():
        status = subprocess.run(
            ["git", "status", "--porcelain"], cwd=folder, capture_output=True, text=True
        )
        if status.stdout.strip():
            raise UserError(f"{folder} has uncommitted changes; commit or undo them first.")


def contents(root: Path = ROOT) -> dict[str, bytes]:
    """Return relative path -> content of every file of the student repository."""
    files = {name: (root / name).read_bytes() for name in FILES}
    for path in sorted(root.glob(FORMS)):
        files[path.relative_to(root).as_posix()] = path.read_bytes()
    citation = (root / "CITATION.cff").read_text(encoding="utf-8").splitlines(keepends=True)
    citation = [line for line in citation if not line.startswith("#")]
    citation.append(f"repository-code: {project(root)['urls']['Student']}\n")
    files["CITATION.cff"] = "".join(citation).encode()
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    files["Makefile"] = makefile.split(END_OF_STUDENT_PART)[0].rstrip().encode() + b"\n"
    files["README.md"] = (root / "course" / "README.md").read_bytes()
    for folder in [root / "course" / "vitcourse", *root.glob(f"course/{NAME_PATTERN}")]:
        for path in sorted(folder.rglob("*")):
            hidden = {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
            if path.is_file() and not hidden:
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    return files


def bundle(folder: Path, root: Path = ROOT) -> None:
    """Write the student repository into ``folder``, replacing an earlier one, keeping ``.git``.

    Raises:
        UserError: the folder holds anything but a committed student repository.
    """
    _refuse_to_overwrite(folder)
    files = contents(root)
    if folder.exists():
        for path in folder.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    log(f"wrote {len(files)} files to {folder}; commit, tag and push them")
