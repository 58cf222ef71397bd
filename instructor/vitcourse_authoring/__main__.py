"""Release, execute, bundle and show the course: ``python -m vitcourse_authoring COMMAND``."""

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from .course import ROOT, UserError, pick_names

Commands = argparse._SubParsersAction


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


def _seal(arguments: argparse.Namespace) -> None:
    import ast

    from vitcourse import check

    try:
        value = ast.literal_eval(arguments.value)
    except (SyntaxError, ValueError):
        value = arguments.value  # a word
    print(check.seal(arguments.name, value))


def _bench(arguments: argparse.Namespace) -> None:
    from .bench import bench

    bench(arguments.tasks, arguments.budget, arguments.output, arguments.publish)


def add_commands(commands: Commands) -> None:
    """Add this package's commands to a command line."""
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

    command = commands.add_parser("bench", help="measure the course's recipes beside usual ones")
    command.add_argument("--tasks", nargs="+", default=[], metavar="TASK", help="default: all")
    bench_options(command, budget=2400)
    command.set_defaults(run=_bench)

    command = commands.add_parser("site", help="build the website")
    command.add_argument("notebook", nargs="*", help="such as 01_tensors; all when left out")
    command.add_argument("--translate", metavar="LANGUAGE", help="renew the texts of a language")
    command.set_defaults(run=_site)


def bench_options(command: argparse.ArgumentParser, budget: float) -> None:
    """What both benches understand."""
    command.add_argument(
        "--budget", type=float, default=budget, metavar="SECONDS", help="begin no run after these"
    )
    command.add_argument(
        "--output", type=Path, default=ROOT / "bench", help="folder of the results; goes on there"
    )
    command.add_argument(
        "--publish", action="store_true", help="put the table into the README and the website, too"
    )


def run(program: str, *packages: Callable[[Commands], None]) -> int:
    """Run the command line that these packages add commands to; return the exit code."""
    main = argparse.ArgumentParser(prog=f"python -m {program}")
    commands = main.add_subparsers(required=True, metavar="COMMAND")
    for add in packages:
        add(commands)
    arguments = main.parse_args()
    for package in ("vitcourse_authoring", "vitcourse_grading"):
        logger = logging.getLogger(package)
        logger.addHandler(logging.StreamHandler(sys.stdout))
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
    sys.exit(run("vitcourse_authoring", add_commands))
