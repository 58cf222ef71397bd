"""Who handed in what, which file counts, and what has to be run: pure functions of what is kept."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from vitcourse_authoring.course import UserError

from .identity import Owner, find_owner
from .intake import Upload
from .ledger import Ledger
from .material import SAID
from .outcome import Outcome, Outcomes
from .roster import Student, read_table

RULE = "the newest by the platform's time counts, then the later attempt, then the fuller one"


@dataclass
class HandIn:
    """What one student handed in for one notebook, the upload that counts first."""

    notebook: str
    student: str
    uploads: list[Upload] = field(default_factory=list)


@dataclass(frozen=True)
class Undecided:
    """An upload that belongs to nobody, and why."""

    upload: Upload
    owner: Owner


@dataclass
class Class:
    """Everyone and everything of a classroom."""

    students: dict[str, Student]
    hand_ins: dict[tuple[str, str], HandIn]  # by notebook and student
    undecided: list[Undecided]
    notebooks: list[str]  # of which anybody handed in anything


def read_owners(path: Path, ledger: Ledger) -> dict[str, str]:
    """Read the decisions in owners.csv: id of an upload -> student.

    Raises:
        UserError: the file cannot be read or names an upload that is not known.
    """
    if not path.exists():
        return {}
    found = {}
    for line, row in read_table(path, "the list", "upload"):
        if row.get("student_id"):
            if row["upload"] not in ledger.uploads:
                raise UserError(f"{path}, line {line}: there is no upload {row['upload']}.")
            found[row["upload"]] = row["student_id"]
    return found


def sort_class(ledger: Ledger, roster: list[Student]) -> Class:
    """Give every upload of the ledger an owner, as far as anybody can tell."""
    students = {student.id: student for student in roster}
    hand_ins: dict[tuple[str, str], HandIn] = {}
    undecided: list[Undecided] = []
    unknown: dict[str, list[Upload]] = {}  # by student: what could not be recognized
    known: dict[tuple[str, bool], Owner] = {}  # entries come with many files
    for upload in ledger.uploads.values():
        decided = ledger.owners.get(upload.id)
        if decided == "":
            continue  # withdrawn
        entry = upload.entry, upload.is_folder
        if entry not in known:
            known[entry] = find_owner(*entry, roster)
        owner = Owner(decided) if decided else known[entry]
        if not owner.student:
            undecided.append(Undecided(upload, owner))
            continue
        students.setdefault(owner.student, Student(owner.student))
        if upload.notebook:
            place = upload.notebook, owner.student
            hand_ins.setdefault(place, HandIn(*place)).uploads.append(upload)
        else:
            unknown.setdefault(owner.student, []).append(upload)
            reason = "no notebook of the course was recognized in it"
            undecided.append(Undecided(upload, replace(owner, reason=reason)))
    names = sorted({*(notebook for notebook, _ in hand_ins), *ledger.due})
    for name in names:
        for student, uploads in unknown.items():  # it may be this one: better said than lost
            hand_ins.setdefault((name, student), HandIn(name, student, uploads))
    for hand_in in hand_ins.values():
        hand_in.uploads = _in_order(hand_in.uploads)
    return Class(students, hand_ins, undecided, names)


def _in_order(uploads: list[Upload]) -> list[Upload]:
    """Best first. The same bytes handed in again are as old as they were the first time."""
    first: dict[str, Upload] = {}
    for upload in uploads:
        key = upload.digest or upload.path
        other = first.get(key)
        first[key] = upload if other is None else _earlier(upload, other)
    return sorted(first.values(), key=_rank)


def _moment(upload: Upload) -> float:
    """Where nobody wrote a time, it was handed in before it was first seen."""
    return upload.seen if upload.time is None else upload.time


def _rank(upload: Upload) -> tuple:
    attempt, file = upload.attempt
    return (-_moment(upload), -attempt, -file, -upload.answers, upload.path)


def _earlier(one: Upload, other: Upload) -> Upload:
    first, second = sorted((one, other), key=lambda u: (_moment(u), u.attempt, u.path))
    late = first.late and second.late if None not in (first.late, second.late) else first.late
    return replace(first, late=late)


def counting(hand_in: HandIn, outcomes: Outcomes) -> Upload | None:
    """The upload that counts: the first that could be graded, or has not been tried yet."""
    for upload in hand_in.uploads:
        if upload.problem or not upload.notebook:
            continue
        outcome = outcomes.get(hand_in.notebook, upload.digest)
        if outcome is None or not outcome.rejected:
            return upload
    return None


def rejection(hand_in: HandIn, outcomes: Outcomes) -> str:
    """Why none of the uploads can be graded: what is said of the first."""
    upload = hand_in.uploads[0]
    outcome = outcomes.get(hand_in.notebook, upload.digest)
    return upload.problem or (outcome.rejected if outcome else "") or "it could not be recognized"


def to_run(outcome: Outcome | None, key: dict[str, str], force: bool) -> str:
    """Why an upload has to be run (again); empty where its outcome stands."""
    if outcome is None:
        return "not graded before"
    if outcome.error:
        return "the grader had failed"
    changed = [said for part, said in SAID.items() if outcome.key.get(part) != key[part]]
    if changed:
        return "; ".join(changed)
    return "graded again on demand" if force else ""
