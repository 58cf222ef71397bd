"""Command line of the instructor's tools: ``python -m instructor COMMAND``."""

import argparse
import logging
import sys
from pathlib import Path

from .course import ROOT, UserError, pick_names


def _release(arguments: argparse.Namespace) -> None:
    from .release import release

    release(pick_names(arguments.notebook))


def _execute(arguments: argparse.Namespace) -> None:
    from .execute import execute
    from .release import release

    names = pick_names(arguments.notebook)
    for name in names:
        execute(name, arguments.profile)
    release(names)


def _bundle(arguments: argparse.Namespace) -> None:
    from .bundle import bundle

    bundle(arguments.folder)


def _site(arguments: argparse.Namespace) -> None:
    from .site import build, translate

    if arguments.translate:
        translate(arguments.translate)
    else:
        build(pick_names(arguments.notebook))


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


def _seal(arguments: argparse.Namespace) -> None:
    import ast

    from vitcourse import check

    try:
        value = ast.literal_eval(arguments.value)
    except (SyntaxError, ValueError):
        value = arguments.value  # a word
    print(check.seal(arguments.name, value))


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(prog="python -m instructor", description=__doc__)
    commands = main.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("release", help="make pairs and student notebooks")
    command.add_argument("notebook", nargs="*", help="such as 01_tensors; all when left out")
    command.set_defaults(run=_release)

    command = commands.add_parser("execute", help="run solution notebooks and store their outputs")
    command.add_argument("notebook", nargs="*", help="such as 01_tensors; all when left out")
    command.add_argument("--profile", choices=["quick", "full"], default="full")
    command.set_defaults(run=_execute)

    command = commands.add_parser("seal", help="fingerprint of an answer for check.sealed")
    command.add_argument("name", help="the name that check.sealed gets")
    command.add_argument("value", help='such as 938, "(938, 32)" or a word')
    command.set_defaults(run=_seal)

    command = commands.add_parser("bundle", help="write the public student repository")
    command.add_argument("folder", type=Path)
    command.set_defaults(run=_bundle)

    command = commands.add_parser("site", help="build the website")
    command.add_argument("notebook", nargs="*", help="such as 01_tensors; all when left out")
    command.add_argument("--translate", metavar="LANGUAGE", help="renew the texts of a language")
    command.set_defaults(run=_site)

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
    return main


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


def main() -> int:
    arguments = parser().parse_args()
    console = logging.StreamHandler(sys.stdout)
    logger = logging.getLogger(__package__)
    logger.addHandler(console)
    logger.setLevel(logging.INFO)
    try:
        arguments.run(arguments)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a missing right
        where = f"{error.filename}: " if error.filename else ""
        print(f"error: {where}{error.strerror or error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
