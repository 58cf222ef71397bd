"""Grade a class: ``python -m vitcourse_grading COMMAND``."""

import argparse
import re
import sys
from pathlib import Path

from vitcourse_authoring.__main__ import Commands, bench_options, run
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
        cluster=arguments.cluster,
        limits=limits,
        classroom=arguments.classroom,
        gradebook=arguments.gradebook,
        force=arguments.force,
        dry_run=arguments.dry_run,
        columns=arguments.columns,
        export=(arguments.export[0], Path(arguments.export[1])) if arguments.export else None,
        notebook=arguments.notebook,
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
        arguments.gradebook,
    )


def _give(arguments: argparse.Namespace) -> None:
    from .grade import give

    student = getattr(arguments, "student", "")
    give(arguments.upload, student, arguments.classroom, gradebook=arguments.gradebook)


def _bench(arguments: argparse.Namespace) -> None:
    from .bench import bench_grading

    bench_grading(
        arguments.notebooks,
        arguments.sizes,
        arguments.workers,
        arguments.alone,
        arguments.budget,
        arguments.output,
        arguments.publish,
    )


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
        help="columns student_id, ..., due; or as Moodle or Canvas exports it",
    )
    command.add_argument("--due", default="", metavar="TIME", help='like "2026-11-30 18:00"')
    command.add_argument(
        "--jobs",
        type=_count,
        default=0,
        help="at the same time (default: as cores and memory allow)",
    )
    command.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="Dask scheduler that runs the jobs, such as tcp://10.0.0.5:8786",
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
    command.add_argument(
        "--columns",
        type=_columns,
        default={},
        metavar="MEANING=NAME,...",
        help='how the files call them, such as "student_id=Matrikelnummer,name=Vor- und Nachname"',
    )
    command.add_argument(
        "--export",
        nargs=2,
        metavar=("PLATFORM", "CSV"),
        help="moodle and its grading worksheet, or canvas and its gradebook: writes "
        "*.filled.csv and *.feedback.zip beside it",
    )
    command.add_argument(
        "--notebook", default="", help="whose marks are exported, where the file does not say it"
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

    command = commands.add_parser("bench-grading", help="measure our grader beside plain nbgrader")
    for name, default, said in (
        ("--sizes", [1, 10, 50], "of the classes"),
        ("--workers", [1, 2], "at the same time"),
        ("--alone", [100, 1000, 10000], "of classes without boxes, for the coordinator alone"),
    ):
        command.add_argument(name, type=_count, nargs="*", default=default, help=said)
    notebooks = ["01_tensors", "02_softmax_regression"]
    command.add_argument("--notebooks", nargs="+", default=notebooks, metavar="NOTEBOOK")
    bench_options(command, budget=2400)
    command.set_defaults(run=_bench)


def _classroom_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--classroom", type=Path, default=ROOT / "classroom", help="results")
    command.add_argument(
        "--gradebook",
        default="",
        metavar="URL",
        help="its database, such as postgresql://user@host/course (default: a file there)",
    )


def _columns(text: str) -> dict[str, str]:
    from .tables import NAMES

    found = {}
    for part in re.split(rf",(?=(?:{'|'.join(NAMES)})=)", text):  # a name may hold commas
        meaning, _, name = part.partition("=")
        if meaning not in NAMES or not name.strip():
            raise argparse.ArgumentTypeError(f"write MEANING=NAME; meanings: {', '.join(NAMES)}")
        found[meaning] = name.strip()
    return found


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
