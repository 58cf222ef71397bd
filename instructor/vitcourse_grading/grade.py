"""Grade whatever a class uploaded: the line of rooms from a folder of files to grades.csv.

uploads, identity   files as they lie there; whose an entry is
intake              which notebook a file is                      -> Upload
ledger              which bytes were first seen when; append-only
plan                whose, which file counts, what has to be run  -> Job
runner, examine     the jobs, side by side, each in a box         -> Outcome
store               marks by hand out of the gradebook, all others into it
report, pages       what changed and why, grades.csv, pages       -> Row
"""

import json
import logging
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from vitcourse_authoring.course import ROOT, UserError, notebook_names
from vitcourse_authoring.notebooks import write_file

from . import report, sandbox
from .examine import Job
from .intake import refuse_own_places, take_in
from .ledger import Decision, Ledger, locked
from .material import grading_key
from .outcome import Outcomes
from .plan import Class, counting, read_owners, sort_class, to_run
from .roster import Student, parse_time, read_roster
from .runner import ExecutorRunner, LocalRunner, Runner
from .sandbox import Limits
from .store import Store
from .uploads import read_entries

SPACE = 64 * 2**20  # free bytes without which nothing is begun
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How a class is graded; see ``python -m instructor grade --help``."""

    roster: Path | None = None
    due: str = ""
    boxed: bool = True
    jobs: int = 0  # 0: as many as cores and memory allow
    limits: Limits | None = None  # those of the last run, when left out
    classroom: Path = ROOT / "classroom"
    force: bool = False  # run again what has been run
    dry_run: bool = False  # say what would change, and write nothing
    only_new: bool = False  # run only what has no outcome at all


def grade(
    path: Path | None,
    settings: Settings | None = None,
    runner: Runner | Executor | None = None,
) -> Path:
    """Grade a folder or zip file of submissions.

    Args:
        path: what students uploaded; it is not changed. None: nothing new, only marks that were
            given by hand, decisions and the roster are brought in.
        settings: deadlines, limits, places.
        runner: runs the jobs; processes on this computer when left out.

    Returns:
        the path of grades.csv.

    Raises:
        UserError: nothing was changed, for a reason the instructor can mend.
    """
    settings = settings or Settings()
    needs_box = settings.boxed and runner is None and not settings.only_new
    if needs_box and sandbox.unavailable():
        raise UserError(
            f"{sandbox.unavailable()} Without it a student's code can read and change everything "
            "you can; to grade nevertheless, for example notebooks you have read, add --no-sandbox."
        )
    if runner is None:
        runner = LocalRunner(settings.jobs)
    elif isinstance(runner, Executor):
        runner = ExecutorRunner(runner)
    due = parse_time(settings.due) if settings.due else None
    roster = read_roster(settings.roster) if settings.roster else None
    if path is not None:
        if str(path) in ("", "."):
            raise UserError("say which folder or zip file holds the submissions.")
        refuse_own_places(path, settings.classroom)
        if next(read_entries(path), None) is None:
            raise UserError(
                f"{path} holds no submission: no notebook (.ipynb) and no zip file; "
                "expected one per student, as a learning platform names them or "
                "<student id>_<anything>.ipynb."
            )
    folder = settings.classroom.resolve()
    with _classroom(folder, must_exist=path is None, dry=settings.dry_run) as room:
        return _grade(room, path, roster, due, settings, runner)


def _grade(
    room: "_Room",
    path: Path | None,
    roster: list[Student] | None,
    due: float | None,
    settings: Settings,
    runner: Runner,
) -> Path:
    folder, dry = room.folder, settings.dry_run
    limits = settings.limits or room.limits()
    ledger, outcomes, store = Ledger(folder, dry), Outcomes(folder, dry), Store(folder, dry)
    if roster is None:
        roster = room.roster()
    elif settings.roster and not dry:
        write_file(settings.roster.read_bytes(), folder / "roster.csv")
    if not dry:
        write_file(json.dumps(asdict(limits)).encode(), folder / "limits.json")

    before = sort_class(ledger, roster)
    ledger.mark(store.harvest(ledger, _answers(before, outcomes)))
    came = _see(path, ledger) if path is not None else set()
    for upload, student in read_owners(folder / "owners.csv", ledger).items():
        ledger.give(upload, _on_roster(student, roster))
    everyone = sort_class(ledger, roster)
    if not everyone.notebooks:
        listed = ", ".join(sorted({item.upload.path for item in everyone.undecided})[:5])
        if not dry:
            report.write_owners(everyone.undecided, folder)
        raise UserError(
            f"none of the {len(ledger.uploads)} files could be given to a student and a notebook "
            f"({listed}); check the roster, or name files <student id>_<anything>.ipynb."
        )
    if due is not None:
        for name in everyone.notebooks:
            if name in came or path is None:
                ledger.set_due(name, due)

    _run(everyone, ledger, outcomes, replace(settings, limits=limits), runner)
    rows = report.make_rows(everyone, ledger, outcomes)
    for line in report.changes(rows, folder):
        log.info("changed: %s", line)
    if dry:
        log.info("nothing was written")
        return folder / "grades.csv"
    standings = [row.standing for row in rows if row.standing is not None]
    said = store.write(standings, everyone.students, ledger.due, everyone.notebooks)
    ledger.mark([mark for mark in said if ledger.is_news(mark)])
    grades = report.write_tables(rows, folder)
    report.write_pages(rows, folder)
    report.write_owners(everyone.undecided, folder)
    report.tell(rows, everyone.undecided, folder)
    return grades


def _see(path: Path, ledger: Ledger) -> set[str]:
    """Put what came into the ledger; return the notebooks among it."""
    names, new, count = set(), 0, 0
    for upload, data in take_in(path):
        new += ledger.see(upload, data)
        count += 1
        names.add(upload.notebook)
    log.info("%d files, %d of them new", count, new)
    return names


def _answers(everyone: Class, outcomes: Outcomes) -> dict[tuple[str, str], dict[str, str]]:
    """The answers that stand before anything new came."""
    found = {}
    for place, hand_in in everyone.hand_ins.items():
        upload = counting(hand_in, outcomes)
        outcome = outcomes.get(place[0], upload.digest) if upload else None
        if outcome is not None:
            found[place] = outcome.answers
    return found


def _run(
    everyone: Class, ledger: Ledger, outcomes: Outcomes, settings: Settings, runner: Runner
) -> None:
    """Run what has no outcome yet; where a file turns out to be unusable, the one after it."""
    limits = settings.limits or Limits()
    done: set[tuple[str, str]] = set()
    while True:
        jobs: dict[tuple[str, str], Job] = {}
        reasons: Counter[str] = Counter()
        for hand_in in everyone.hand_ins.values():
            upload = counting(hand_in, outcomes)
            if upload is None or (hand_in.notebook, upload.digest) in done | jobs.keys():
                continue
            key = grading_key(hand_in.notebook, limits, settings.boxed)
            known = outcomes.get(hand_in.notebook, upload.digest)
            why = to_run(known, key, settings.force)
            if why and not (known and settings.only_new):
                reasons[why] += 1
                jobs[hand_in.notebook, upload.digest] = Job(
                    hand_in.notebook,
                    upload.digest,
                    ledger.data(upload.digest),
                    key,
                    limits,
                    settings.boxed,
                )
        if not jobs:
            return
        box = "each in its own sandbox" if settings.boxed else "WITHOUT a sandbox"
        said = "; ".join(f"{count}: {why}" for why, count in reasons.most_common())
        log.info("%d notebooks to run, %s (%s)", len(jobs), box, said)
        for job, outcome in runner.run(list(jobs.values())):
            if outcome.refused:
                raise UserError(
                    f"this grader must not grade: {outcome.refused}. No mark was changed."
                )
            outcome.key = job.key
            outcomes.put(job.notebook, job.upload, outcome)
            done.add((job.notebook, job.upload))


def _on_roster(student: str, roster: list[Student]) -> str:
    """The id as the roster spells it.

    Raises:
        UserError: nobody has it.
    """
    found = [one.id for one in roster if one.id.casefold() == student.casefold()]
    if roster and not found:
        raise UserError(f'there is no student "{student}" on the roster.')
    return found[0] if found else student


# --- what people decide -----------------------------------------------------------------


def decide(
    student: str,
    notebook: str,
    names: list[str],
    accepted: bool,
    reason: str,
    classroom: Path,
) -> None:
    """Say of marks that are held back that they count, or that they do not.

    Args:
        student: whose.
        notebook: of which notebook.
        names: exercises; all that are held back when empty.
        accepted: whether they count.
        reason: for whoever reads the page, if they do not.
        classroom: where.

    Raises:
        UserError: nothing of that is held back.
    """
    with _classroom(classroom.resolve(), must_exist=True) as room:
        ledger, outcomes = Ledger(room.folder), Outcomes(room.folder)
        everyone = sort_class(ledger, room.roster())
        hand_in = everyone.hand_ins.get((notebook, student))
        upload = counting(hand_in, outcomes) if hand_in else None
        outcome = outcomes.get(notebook, upload.digest) if upload else None
        if upload is None or outcome is None:
            raise UserError(f'there is no graded {notebook} of "{student}".')
        held = outcome.withheld()
        strange = [name for name in names if name not in held]
        if strange or not held:
            what = f"{strange[0]} is not held back" if strange else "no marks are held back"
            listed = f"; held back are {', '.join(held)}" if held else ""
            raise UserError(f"{notebook} of {student}: {what}{listed}.")
        for name in names or held:
            ledger.decide(Decision(notebook, student, name, upload.digest, accepted, reason))
    grade(None, Settings(classroom=classroom, only_new=True))


def give(upload: str, student: str, classroom: Path, runner: Runner | None = None) -> None:
    """Say whose an upload is: the id of a student, or ``""`` to leave it out.

    Args:
        upload: its id in owners.csv, or its path as it was handed in.
        student: whose it is.
        classroom: where.
        runner: as in :func:`grade`.

    Raises:
        UserError: there is no such upload or student.
    """
    with _classroom(classroom.resolve(), must_exist=True) as room:
        ledger = Ledger(room.folder)
        found = [one for one in ledger.uploads.values() if upload in (one.id, one.path, one.entry)]
        if not found:
            raise UserError(f'there is no upload "{upload}"; see the paths in {ledger.path}.')
        owner = _on_roster(student, room.roster()) if student else ""
        for one in found:
            ledger.give(one.id, owner)
    grade(None, Settings(classroom=classroom, only_new=True), runner)


# --- places -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Room:
    """A classroom that is ours alone for now."""

    folder: Path

    def roster(self) -> list[Student]:
        kept = self.folder / "roster.csv"
        return read_roster(kept) if kept.exists() else []

    def limits(self) -> Limits:
        """Those of the last run."""
        try:
            return Limits(**json.loads((self.folder / "limits.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Limits()


@contextmanager
def _classroom(folder: Path, must_exist: bool, dry: bool = False) -> Iterator[_Room]:
    """Open a classroom for writing; a dry run of one that is to be made gets an empty one.

    Raises:
        UserError: it cannot be written, or somebody else is at work in it.
    """
    if must_exist and not (folder / "ledger.jsonl").exists():
        raise UserError(f"{folder} is no classroom yet; grade a folder of submissions first.")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; a classroom is a folder.")
    if (folder / "records").is_dir() and not (folder / "ledger.jsonl").exists():
        raise UserError(
            f"{folder} was made by the first edition of the grader; give a new --classroom and "
            "grade all uploads there."
        )
    is_new = not folder.exists()
    if dry and is_new:
        with tempfile.TemporaryDirectory() as nothing:
            yield _Room(Path(nothing))
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"x" * 2**20)
            trial.flush()
            os.fsync(trial.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}).") from error
    if free < SPACE:
        if is_new:
            folder.rmdir()
        raise UserError(
            f"the disk of {folder} is almost full ({free / 2**20:.0f} MiB left); "
            f"at least {SPACE / 2**20:.0f} MiB are needed."
        )
    with locked(folder), nullcontext() if dry else _writing_log(folder / "grade.log"):
        yield _Room(folder)


@contextmanager
def _writing_log(path: Path) -> Iterator[None]:
    """Keep in a file what is told."""
    logger = logging.getLogger(__package__)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def pick_notebook(name: str) -> str:
    """The full name of a notebook, from its number or beginning.

    Raises:
        UserError: no notebook, or several, begin so.
    """
    found = [one for one in notebook_names() if one.startswith(name)] if name else []
    if len(found) != 1:
        raise UserError(f'"{name}" is not one notebook; choose from {", ".join(notebook_names())}.')
    return found[0]
