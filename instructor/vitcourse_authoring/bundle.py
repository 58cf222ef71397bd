"""Write the public student repository: no solutions, hidden tests or instructor tools."""

import logging
import subprocess
from pathlib import Path

from .course import NAME_PATTERN, ROOT, UserError, project
from .notebooks import write_file

log = logging.getLogger(__name__)

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
MANIFEST = ".bundled"  # paths of all files that were written; no other is ever removed
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
    """Write the student repository into ``folder``.

    Of what lies there already, only files that an earlier bundle wrote are replaced or removed.

    Raises:
        UserError: the folder holds anything but a committed student repository, or a file of
            somebody else stands where one of ours belongs.
    """
    if str(folder) in ("", "."):
        raise UserError("say which folder the student repository is to be written to.")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; give a folder.")
    _refuse_to_overwrite(folder)
    files = contents(root)
    earlier = _written(folder)
    if earlier is not None:
        for name, data in files.items():
            path = folder / name
            if name not in earlier and path.exists() and path.read_bytes() != data:
                raise UserError(f"{path} was not written by `bundle`; move it away first.")
    old = sorted(name for name in (earlier or set()) - set(files) if (folder / name).is_file())
    try:
        for name in old:
            (folder / name).unlink()
        for name, data in files.items():
            write_file(data, folder / name)
        write_file("".join(f"{name}\n" for name in sorted(files)).encode(), folder / MANIFEST)
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}).") from error
    if old:
        log.info("removed %d files of the bundle before: %s", len(old), ", ".join(old[:10]))
    log.info("wrote %d files to %s; commit, tag and push them", len(files), folder)


def _written(folder: Path) -> set[str] | None:
    """What an earlier bundle wrote; None where there is no list of it."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    names = path.read_text(encoding="utf-8").splitlines()
    return {name for name in names if name and ".." not in Path(name).parts and name[0] != "/"}
