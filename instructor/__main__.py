"""Command line of the instructor's tools: ``python -m instructor COMMAND``."""

import argparse
import sys
from pathlib import Path

from .course import UserError, pick_names


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


def _grade(arguments: argparse.Namespace) -> None:
    from .grade import grade

    grade(arguments.folder)


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

    command = commands.add_parser("bundle", help="write the public student repository")
    command.add_argument("folder", type=Path)
    command.set_defaults(run=_bundle)

    command = commands.add_parser("grade", help="grade a folder of submissions")
    command.add_argument("folder", type=Path, help="laid out as <student>/<notebook>/*.ipynb")
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
