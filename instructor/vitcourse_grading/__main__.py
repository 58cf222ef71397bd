"""Grade a class: ``python -m vitcourse_grading COMMAND``."""

import argparse
import sys
from pathlib import Path

from vitcourse_authoring.__main__ import Commands, run
from vitcourse_authoring.course import ROOT


def _grade(arguments: argparse.Namespace) -> None:
    from .grade import Settings, grade
    from .sandbox import Limits

    limits = None
    if arguments.cell_seconds or arguments.total_seconds:
        chosen = {name: getattr(arguments, name) for name in ("cell_seconds", "total_seconds")}
        limits = Limits(**{name: value for name, value in chosen.items() if value})
    settings = Settings(
        roster=arguments.roster,
        due=arguments.due,
        boxed=not arguments.no_sandbox,
        jobs=arguments.jobs,
        limits=limits,
        classroom=arguments.classroom,
        force=arguments.force,
        dry_run=arguments.dry_run,
    )
    grade(arguments.path, settings)


def _decide(arguments: argparse.Namespace) -> None:
    from .grade import decide, pick_notebook

    decide(
        arguments.student,
        pick_notebook(arguments.notebook),
        arguments.exercise,
        arguments.accepted,
        getattr(arguments, "reason", ""),
        arguments.classroom,
    )


def _give(arguments: argparse.Namespace) -> None:
    from .grade import give

    give(arguments.upload, getattr(arguments, "student", ""), arguments.classroom)


def add_commands(commands: Commands) -> None:
    """Add this package's commands to a command line."""
    command = commands.add_parser("grade", help="grade what a class handed in")
    command.add_argument(
        "path",
        type=Path,
        nargs="?",
        help="folder or zip file with the submissions; without it, bring in marks given by hand",
    )
    command.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="columns student_id, ..., due",
    )
    command.add_argument("--due", default="", metavar="TIME", help='like "2026-11-30 18:00"')
    command.add_argument(
        "--jobs",
        type=_count,
        default=0,
        help="at the same time (default: as cores and memory allow)",
    )
    command.add_argument("--cell-seconds", type=_seconds, help="for one cell; default: 120")
    command.add_argument("--total-seconds", type=_seconds, help="for one notebook; default: 900")
    command.add_argument(
        "--no-sandbox",
        action="store_true",
        help="students' code runs as you",
    )
    command.add_argument("--force", action="store_true", help="run again what has been run")
    command.add_argument(
        "--dry-run", action="store_true", help="say what would change, write nothing"
    )
    command.set_defaults(run=_grade)
    _classroom_option(command)

    for name, said, accepted in (
        ("accept", "give the marks that are held back", True),
        ("withhold", "refuse the marks that are held back", False),
    ):
        command = commands.add_parser(name, help=said)
        command.add_argument("student")
        command.add_argument("notebook", help="such as 01_tensors or 01")
        command.add_argument("exercise", nargs="*", help="all that are held back when left out")
        if not accepted:
            command.add_argument("--reason", default="", help="what the student's page says")
        command.set_defaults(run=_decide, accepted=accepted)
        _classroom_option(command)

    command = commands.add_parser("move", help="say whose an upload is")
    command.add_argument("upload", help="its id in owners.csv, or its path")
    command.add_argument("student")
    command.set_defaults(run=_give)
    _classroom_option(command)

    command = commands.add_parser("withdraw", help="leave an upload out")
    command.add_argument("upload", help="its id in owners.csv, or its path")
    command.set_defaults(run=_give)
    _classroom_option(command)


def _classroom_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--classroom", type=Path, default=ROOT / "classroom", help="results")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("a number of seconds above 0")
    return number


if __name__ == "__main__":
    sys.exit(run("vitcourse_grading", add_commands))
