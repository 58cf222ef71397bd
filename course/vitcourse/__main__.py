"""``python -m vitcourse``: your workbook in JupyterLab, and how far you are.

Run in the folder of the course. Without a command, ``workbook/`` is filled with the notebooks that
it lacks and opened in JupyterLab; notebooks that it holds already are never touched.
"""

import argparse
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

from . import workbook


def lab_command(root: Path, extra: list[str]) -> list[str]:
    """Return the command that starts JupyterLab in ``root`` with the first notebook open."""
    first = sorted((root / "workbook").glob("[0-9][0-9]_*/*.ipynb"))[0]
    command = [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{first.relative_to(root).as_posix()}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    no_display = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if no_display:
        command.append("--no-browser")
    return command + extra


def lab_environment() -> dict[str, str]:
    """Return the environment for JupyterLab, with the course's settings found first.

    ``labconfig/`` answers JupyterLab's question about news with no and hides nbgrader's panels
    for instructors.
    """
    ours = str(resources.files("vitcourse"))
    theirs = os.environ.get("JUPYTER_CONFIG_PATH", "")
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, [ours, theirs]))}


def _lab(root: Path, extra: list[str], fill_only: bool) -> int:
    for path in workbook.fill(root / "course", root / "workbook"):
        print(f"new in your workbook: {path.relative_to(root)}")
    if fill_only:
        return 0
    command = lab_command(root, extra)
    if os.name == "nt":
        return subprocess.call(command, env=lab_environment())
    os.execve(command[0], command, lab_environment())


def _status(root: Path) -> int:
    rows = workbook.status(root / "workbook")
    if not rows:
        print("your workbook is empty; start with `make lab` or `python -m vitcourse`.")
        return 1
    print(f"{'notebook':24} {'points':>9}  {'to be read':>10}  {'minutes left':>12}  next exercise")
    for row in rows:
        next_one = f"{row.open[0].number} {row.open[0].title}" if row.open else "all done"
        points = f"{row.points:g} of {row.total:g}"
        text = f"{sum(exercise.points for exercise in row.written):g}"
        print(f"{row.name:24} {points:>9}  {text:>10}  {row.minutes_left:>12}  {next_one}")
    print("Points are those whose check is green in the saved notebook; save before you look.")
    return 0


def _check(paths: list[Path]) -> int:
    bad = 0
    for path in paths:
        name, found = workbook.findings(path)
        for finding in found:
            print(f"{path}: {'PROBLEM' if finding.problem else 'note'}: {finding.text}")
        problems = any(finding.problem for finding in found)
        bad += problems
        if not problems:
            print(f"{path}: this is {name}, and the grader would accept it.")
    return 1 if bad else 0


def _update(root: Path) -> int:
    lines = list(workbook.update(root / "course", root / "workbook"))
    print("\n".join(lines) or "your workbook is up to date.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m vitcourse", description=__doc__)
    parser.add_argument("--fill-only", action="store_true", help="do not start JupyterLab")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("status", help="points, next exercise and minutes left of every notebook")
    check = commands.add_parser("check", help="would the grader accept these files?")
    check.add_argument("file", nargs="+", type=Path)
    commands.add_parser("update", help="bring new versions of untouched notebooks into workbook/")
    arguments, extra = parser.parse_known_args()
    if arguments.command and extra:
        parser.error(f"unknown argument {extra[0]}")
    if arguments.command == "check":
        return _check(arguments.file)
    root = Path.cwd()
    if not list(root.glob("course/[0-9][0-9]_*")):
        print(f"error: {root} is not the folder of the course; change into it.", file=sys.stderr)
        return 1
    try:
        if arguments.command == "status":
            return _status(root)
        if arguments.command == "update":
            return _update(root)
        return _lab(root, extra, arguments.fill_only)
    except workbook.NotANotebook as error:
        print(f"error: a notebook in workbook/ is damaged: {error}.", file=sys.stderr)
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
