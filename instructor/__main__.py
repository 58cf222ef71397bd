"""Command line of the instructor's tools: ``python -m instructor COMMAND``."""

import argparse
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

    limits = Limits(cell_seconds=arguments.cell_seconds, total_seconds=arguments.total_seconds)
    settings = Settings(
        roster=arguments.roster,
        due=arguments.due,
        boxed=not arguments.no_sandbox,
        jobs=arguments.jobs,
        limits=limits,
        classroom=arguments.classroom,
    )
    grade(arguments.path, settings)


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
    command.add_argument("path", type=Path, help="folder or zip file with the submissions")
    command.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="columns student_id, ..., due",
    )
    command.add_argument("--due", default="", metavar="TIME", help='like "2026-11-30 18:00"')
    command.add_argument("--jobs", type=int, default=0, help="at the same time (default: cores)")
    command.add_argument("--cell-seconds", type=float, default=120, help="default: %(default)s")
    command.add_argument(
        "--total-seconds", type=float, default=900, help="for one notebook; default: %(default)s"
    )
    command.add_argument(
        "--no-sandbox",
        action="store_true",
        help="students' code runs as you",
    )
    command.add_argument("--classroom", type=Path, default=ROOT / "classroom", help="results")
    command.set_defaults(run=_grade)
    return main


def main() -> int:
    arguments = parser().parse_args()
    try:
        arguments.run(arguments)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
