"""``python -m vitcourse``: fill ``workbook/`` and open it in JupyterLab.

Run in the folder of the course. Notebooks that the workbook holds already are never touched.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path


def fill_workbook(course: Path, workbook: Path) -> list[Path]:
    """Copy what ``workbook`` lacks of the notebooks in ``course``; return the new files.

    Args:
        course: holds the folders ``NN_name``.
        workbook: the student's own copy; existing files are left as they are.
    """
    new = []
    for source in sorted(course.glob("[0-9][0-9]_*/**/*")):
        target = workbook / source.relative_to(course)
        if source.is_dir() or ".ipynb_checkpoints" in source.parts or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.new")
        shutil.copyfile(source, unfinished)
        unfinished.rename(target)
        new.append(target)
    return new


def lab_command(root: Path, extra: list[str]) -> list[str]:
    """Return the command that starts JupyterLab in ``root`` with the first notebook open."""
    first = sorted((root / "workbook").glob("[0-9][0-9]_*/*.ipynb"))[0]
    command = [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{first.relative_to(root).as_posix()}",
        "--LabApp.news_url=None",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    no_display = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if no_display:
        command.append("--no-browser")
    return command + extra


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m vitcourse", description=__doc__)
    parser.add_argument("--fill-only", action="store_true", help="do not start JupyterLab")
    arguments, extra = parser.parse_known_args()
    root = Path.cwd()
    if not list(root.glob("course/[0-9][0-9]_*")):
        print(f"error: {root} is not the folder of the course; change into it.", file=sys.stderr)
        return 1
    for path in fill_workbook(root / "course", root / "workbook"):
        print(f"new in your workbook: {path.relative_to(root)}")
    if arguments.fill_only:
        return 0
    return _run(lab_command(root, extra))


def _run(command: list[str]) -> int:
    if os.name == "nt":
        import subprocess

        return subprocess.call(command)
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main())
