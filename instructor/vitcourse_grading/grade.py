"""Grade whatever a class uploaded: the line of rooms from a folder of files to grades.csv.

uploads, identity   files as they lie there; whose an entry is
intake              which notebook a file is                      -> Upload
ledger              which bytes were first seen when; append-only
plan                whose, which file counts, what has to be run  -> Job
runner, examine     the jobs, side by side, each in a box         -> Outcome
store               marks by hand out of the gradebook, all others into it
report, pages       what changed and why, grades.csv, pages       -> Row
exports             marks and pages into the files of a learning platform
"""

import json
import logging
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vitcourse_authoring.course import ROOT, UserError, gradebook_url, notebook_names
from vitcourse_authoring.notebooks import write_file

from . import report, sandbox
from .cluster import ClusterRunner
from .examine import Job
from .exports import Sheet, check_stated, export
from .intake import refuse_own_places, take_in
from .ledger import Decision, Ledger
from .material import grading_key
from .outcome import Outcomes
from .plan import Class, counting, read_owners, sort_class, to_run
from .records import MARKED, Records, records_of
from .roster import Student, parse_time, read_roster, roster_bytes
from .runner import ExecutorRunner, LocalRunner, Runner
from .sandbox import Limits
from .store import BATCH, Store
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
    cluster: str = ""  # address of a Dask scheduler that runs the jobs; else $VITCOURSE_CLUSTER
    limits: Limits | None = None  # those of the last run, when left out
    classroom: Path = ROOT / "classroom"
    gradebook: str = ""  # address of its database; else $VITCOURSE_GRADEBOOK, else a file there
    force: bool = False  # run again what has been run
    dry_run: bool = False  # say what would change, and write nothing
    columns: dict[str, str] = field(default_factory=dict)  # of roster and export, by meaning
    export: tuple[str, Path] | None = None  # moodle or canvas, and the file to fill in
    notebook: str = ""  # that is exported; as the file names it, when left out
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
        runner: runs the jobs; when left out, the cluster of the settings, else processes on this
            computer.

    Returns:
        the path of grades.csv.

    Raises:
        UserError: nothing was changed, for a reason the instructor can mend.
    """
    settings = settings or Settings()
    cluster = settings.cluster or os.environ.get("VITCOURSE_CLUSTER", "")
    if settings.only_new:
        cluster = ""  # a decision runs nothing, as a rule
    needs_box = settings.boxed and runner is None and not cluster and not settings.only_new
    if needs_box and sandbox.unavailable():
        raise UserError(
            f"{sandbox.unavailable()} Without it a student's code can read and change everything "
            "you can; to grade nevertheless, for example notebooks you have read, add --no-sandbox."
        )
    due = parse_time(settings.due) if settings.due else None
    roster = read_roster(settings.roster, settings.columns) if settings.roster else None
    name = pick_notebook(settings.notebook) if settings.notebook else ""
    sheet = Sheet(*settings.export, name, settings.columns) if settings.export else None
    check_stated(settings.columns, settings.roster, sheet)
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
    with ExitStack() as stack:
        if isinstance(runner, Executor):
            runner = ExecutorRunner(runner)
        elif runner is None and cluster:
            runner = stack.enter_context(closing(ClusterRunner(cluster)))
        elif runner is None:
            runner = LocalRunner(settings.jobs)
        opening = _classroom(folder, settings.gradebook, path is None, settings.dry_run)
        room = stack.enter_context(opening)
        store = stack.enter_context(closing(Store(room.folder, room.url, settings.dry_run)))
        return _grade(room, store, path, roster, due, sheet, settings, runner)


def _grade(
    room: "_Room",
    store: Store,
    path: Path | None,
    roster: list[Student] | None,
    due: float | None,
    sheet: Sheet | None,
    settings: Settings,
    runner: Runner,
) -> Path:
    folder, dry = room.folder, settings.dry_run
    limits = settings.limits or room.limits()
    ledger, outcomes = Ledger(room.records, dry), Outcomes(room.records, dry)
    if roster is None:
        roster = room.roster()
    elif settings.roster and not dry:
        room.records.write(roster_bytes(roster), "roster.csv")
    if not dry:
        room.records.write(json.dumps(asdict(limits)).encode(), "limits.json")

    answers = _answers(sort_class(ledger, roster), outcomes)
    ledger.mark(store.harvest(ledger, answers))
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
    told = report.changes(rows, room.records)
    for line in told:
        log.info("changed: %s", line)
    if dry:
        log.info("nothing was written")
        return folder / "grades.csv"
    rows = _store(rows, everyone, answers, ledger, outcomes, store, room.records)
    for line in report.changes(rows, room.records):
        if line not in told:  # by marks that were given meanwhile
            log.info("changed: %s", line)
    grades = report.write_tables(rows, folder, room.records)
    report.write_pages(rows, folder)
    report.write_owners(everyone.undecided, folder)
    report.tell(rows, everyone.undecided, folder)
    if sheet is not None:
        export(sheet, rows, everyone, ledger, folder)
    return grades


def _store(
    rows: list[report.Row],
    everyone: Class,
    answers: dict[tuple[str, str], dict[str, str]],
    ledger: Ledger,
    outcomes: Outcomes,
    store: Store,
    records: Records,
) -> list[report.Row]:
    """Write the gradebook; return the rows that stand there.

    A mark that somebody gives in Formgrader meanwhile counts: just before a row is written, while
    nobody else can write, it is looked for once more.
    """
    written: list[report.Row] = []
    for name, ours in store.prepare(everyone.students, ledger.due, everyone.notebooks).items():
        of_it = {row.student.id: row for row in rows if row.notebook == name}
        students = [*store.strangers(ours, of_it), *of_it]
        for start in range(0, len(students), BATCH):
            some = students[start : start + BATCH]
            with store.writing():
                records.check()
                news = store.harvest(ledger, answers, some)
                ledger.mark(news)
                for student in {
                    mark.student for mark in news if mark.notebook == name
                } & of_it.keys():
                    of_it[student] = report.make_row(
                        name, of_it[student].student, everyone, ledger, outcomes
                    )
                standings = {student: of_it[student].standing if student in of_it else None
                             for student in some}  # fmt: skip
                said = store.write(ours, standings, outcomes)
                ledger.mark([mark for mark in said if ledger.is_news(mark)])
        written += of_it.values()
    return written


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
    keys = {name: grading_key(name, limits, settings.boxed) for name in everyone.notebooks}
    while True:
        wanted: dict[tuple[str, str], None] = {}  # a set that keeps its order
        reasons: Counter[str] = Counter()
        for hand_in in everyone.hand_ins.values():
            upload = counting(hand_in, outcomes)
            place = hand_in.notebook, upload.digest if upload else ""
            if upload is None or place in done or place in wanted:
                continue
            known = outcomes.get(*place)
            why = to_run(known, keys[hand_in.notebook], settings.force)
            if why and not (known and settings.only_new):
                reasons[why] += 1
                wanted[place] = None
        if not wanted:
            return
        box = "each in its own sandbox" if settings.boxed else "WITHOUT a sandbox"
        said = "; ".join(f"{count}: {why}" for why, count in reasons.most_common())
        log.info("%d notebooks to run, %s (%s)", len(wanted), box, said)
        for job, outcome in runner.run(_Jobs(list(wanted), keys, ledger, limits, settings.boxed)):
            if outcome.refused:
                raise UserError(
                    f"this grader must not grade: {outcome.refused}. No mark was changed."
                )
            outcome.key = job.key
            outcomes.put(job.notebook, job.upload, outcome)
            done.add((job.notebook, job.upload))


@dataclass(frozen=True)
class _Jobs:
    """Jobs that read their upload when they are asked for."""

    wanted: list[tuple[str, str]]  # notebook and digest
    keys: dict[str, dict[str, str]]
    ledger: Ledger
    limits: Limits
    boxed: bool

    def __len__(self) -> int:
        return len(self.wanted)

    def __iter__(self) -> Iterator[Job]:
        for name, upload in self.wanted:
            data = self.ledger.data(upload)
            yield Job(name, upload, data, self.keys[name], self.limits, self.boxed)


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
    gradebook: str = "",
) -> None:
    """Say of marks that are held back that they count, or that they do not.

    Args:
        student: whose.
        notebook: of which notebook.
        names: exercises; all that are held back when empty.
        accepted: whether they count.
        reason: for whoever reads the page, if they do not.
        classroom: where.
        gradebook: as in :class:`Settings`.

    Raises:
        UserError: nothing of that is held back.
    """
    with _classroom(classroom.resolve(), gradebook, must_exist=True) as room:
        ledger, outcomes = Ledger(room.records), Outcomes(room.records)
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
    grade(None, Settings(classroom=classroom, gradebook=gradebook, only_new=True))


def give(
    upload: str,
    student: str,
    classroom: Path,
    runner: Runner | None = None,
    gradebook: str = "",
) -> None:
    """Say whose an upload is: the id of a student, or ``""`` to leave it out.

    Args:
        upload: its id in owners.csv, or its path as it was handed in.
        student: whose it is.
        classroom: where.
        runner: as in :func:`grade`.
        gradebook: as in :class:`Settings`.

    Raises:
        UserError: there is no such upload or student.
    """
    with _classroom(classroom.resolve(), gradebook, must_exist=True) as room:
        ledger = Ledger(room.records)
        found = [one for one in ledger.uploads.values() if upload in (one.id, one.path, one.entry)]
        if not found:
            raise UserError(
                f'there is no upload "{upload}"; see the paths in {ledger.records.place}.'
            )
        owner = _on_roster(student, room.roster()) if student else ""
        for one in found:
            ledger.give(one.id, owner)
    grade(None, Settings(classroom=classroom, gradebook=gradebook, only_new=True), runner)


# --- places -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Room:
    """A classroom that is ours alone for now."""

    folder: Path
    url: str  # of its gradebook
    records: Records

    def roster(self) -> list[Student]:
        """That of the last run."""
        kept = self.records.read("roster.csv")
        if kept is None:
            return []
        write_file(kept, self.folder / "roster.csv")
        return read_roster(self.folder / "roster.csv")

    def limits(self) -> Limits:
        """Those of the last run."""
        try:
            return Limits(**json.loads(self.records.read("limits.json") or b""))
        except (ValueError, TypeError):
            return Limits()


@contextmanager
def _classroom(
    folder: Path, gradebook: str, must_exist: bool, dry: bool = False
) -> Iterator[_Room]:
    """Open a classroom for writing; a dry run of one that is to be made gets an empty one.

    Raises:
        UserError: it cannot be written, or somebody else is at work in it.
    """
    url = gradebook_url(folder, gradebook)
    if must_exist and url.startswith("sqlite:") and not (folder / MARKED).exists():
        raise UserError(f"{folder} is no classroom yet; grade a folder of submissions first.")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; a classroom is a folder.")
    if (folder / "records").is_dir() and not (folder / MARKED).exists():
        raise UserError(
            f"{folder} was made by the first edition of the grader; give a new --classroom and "
            "grade all uploads there."
        )
    is_new = not folder.exists()
    if dry and is_new:
        with tempfile.TemporaryDirectory() as nothing:
            url = gradebook_url(Path(nothing), gradebook)
            with records_of(Path(nothing), url) as records:
                yield _Room(Path(nothing), url, records)
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
    log_file = nullcontext() if dry else _writing_log(folder / "grade.log")
    with records_of(folder, url) as records, log_file:
        if must_exist and not records.lines(repair=False):
            raise UserError(f"{url} holds no class yet; grade a folder of submissions first.")
        yield _Room(folder, url, records)


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
