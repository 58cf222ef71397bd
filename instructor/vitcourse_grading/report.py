"""What is told: a row for every student and notebook, what changed and why, grades.csv, pages.

classroom/grades.csv      one row per student and notebook
classroom/feedback/       pages for students
classroom/summary/        a page per notebook for the instructor
classroom/owners.csv      uploads that belong to nobody, for a person to fill in
classroom/standing.json   what the last run told, to say what has changed
"""

import csv
import io
import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from vitcourse_authoring.notebooks import write_file

from .exercises import exercises
from .ledger import Ledger, Mark
from .material import SAID
from .outcome import Outcome, Outcomes, Verdict
from .pages import ExerciseView, feedback_page, plain_page, summary_page
from .plan import RULE, Class, HandIn, Undecided, counting, rejection
from .roster import Student
from .store import Score, Standing

STATUSES = ("graded", "needs-review", "rejected", "not-submitted", "error")
FIRST_COLUMNS = (
    "student_id", "last_name", "first_name", "notebook", "status", "reason", "notes", "late",
    "points", "max_points", "manual_pending",
)  # fmt: skip
log = logging.getLogger(__name__)


@dataclass
class Row:
    """One student and one notebook. ``points`` is None where nothing can be said."""

    notebook: str
    student: Student
    status: str
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    late: str = ""
    scores: dict[str, Score] = field(default_factory=dict)  # by exercise
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    standing: Standing | None = None
    cause: dict[str, str] = field(default_factory=dict)  # what decided it, to compare with later

    @property
    def points(self) -> float | None:
        if self.status == "error":
            return None
        return sum(score.points for score in self.scores.values())

    @property
    def pending(self) -> int:
        texts = {exercise.name for exercise in exercises(self.notebook) if exercise.is_text}
        return sum(score.pending for name, score in self.scores.items() if name in texts)

    def cells(self) -> dict[str, str]:
        """This row in grades.csv."""
        known = exercises(self.notebook)
        row = {
            "student_id": self.student.id,
            "last_name": self.student.last_name,
            "first_name": self.student.first_name,
            "notebook": self.notebook,
            "status": self.status,
            "reason": self.reason,
            "notes": "; ".join(self.notes),
            "late": self.late,
            "points": "" if self.points is None else f"{self.points:g}",
            "max_points": f"{sum(exercise.points for exercise in known):g}",
            "manual_pending": str(self.pending),
        }
        for exercise in known:
            score = self.scores.get(exercise.name)
            blank = "" if self.status == "error" else "0"
            row[exercise.name] = blank if score is None else f"{score.points:g}"
        return row


# --- rows -------------------------------------------------------------------------------


def make_rows(everyone: Class, ledger: Ledger, outcomes: Outcomes) -> list[Row]:
    """Say where every student stands in every notebook."""
    rows = [
        _row(name, student, everyone.hand_ins.get((name, student.id)), ledger, outcomes)
        for name in everyone.notebooks
        for student in everyone.students.values()
    ]
    return sorted(rows, key=lambda row: (row.notebook, row.student.id))


def _row(
    name: str, student: Student, hand_in: HandIn | None, ledger: Ledger, outcomes: Outcomes
) -> Row:
    row = Row(name, student, "not-submitted", "no file was handed in")
    if hand_in is None:
        return row
    upload = counting(hand_in, outcomes)
    if upload is None:
        row.status, row.reason = "rejected", rejection(hand_in, outcomes)
        row.cause = {"upload": hand_in.uploads[0].path}
        return row
    better = hand_in.uploads[: hand_in.uploads.index(upload)]
    for other in better:
        problem = other.problem or "it could not be recognized"
        outcome = outcomes.get(name, other.digest)
        if outcome is not None and outcome.rejected:
            problem = outcome.rejected
        row.notes.append(f"a newer file was rejected ({problem})")
    older = len(hand_in.uploads) - len(better) - 1
    if older:
        files = f"{older} other file{'s' if older > 1 else ''}"
        row.notes.append(f"{files} kept, not graded ({upload.path} counts: {RULE})")
    due = ledger.due.get(name) if student.due is None else student.due
    row.late = lateness(upload.time, upload.late, due, own=student.due is not None)
    outcome = outcomes.get(name, upload.digest)
    row.cause = {"upload": upload.digest, "path": upload.path, "late": row.late}
    if outcome is None or outcome.error:
        row.status = "error"
        row.reason = outcome.error if outcome else "not graded yet: grade again"
        return row
    row.cause |= outcome.key
    row.notes = [*outcome.notes, *row.notes]
    standing = Standing(name, student.id, outcome, upload.time)
    open_reviews = {}
    for exercise in exercises(name):
        score, verdict, note = _score(exercise, outcome, standing, upload.digest, ledger)
        standing.scores[exercise.cell] = row.scores[exercise.name] = score
        if not exercise.is_text:
            row.verdicts[exercise.name] = verdict
        if verdict.withheld:
            open_reviews[exercise.name] = verdict.withheld
        if note:
            row.notes.append(note)
    row.standing = standing
    row.status = "needs-review" if open_reviews else "graded"
    row.reason = ""
    if open_reviews:
        held = "; ".join(dict.fromkeys(open_reviews.values()))
        row.reason = f"marks held back until someone has looked: {held}"
    row.cause["hand"] = json.dumps(
        {name: [s.mark.said, s.points] for name, s in row.scores.items() if s.mark}
        | {name: v.reason for name, v in row.verdicts.items() if v.reason.startswith(_REFUSED)}
        | {name: "accepted" for name, v in outcome.withheld().items() if name not in open_reviews}
    )
    return row


_REFUSED = "not accepted by your instructor"


def _score(
    exercise, outcome: Outcome, standing: Standing, upload: str, ledger: Ledger
) -> tuple[Score, Verdict, str]:
    """The score of one exercise; its verdict after what people said; what is to be noted."""
    place = standing.notebook, standing.student, exercise.cell
    answer = outcome.answers[exercise.cell]
    mark = ledger.mark_for(*place, answer)
    given = mark is not None and mark.points is not None
    note = ""
    earlier: Mark | None = ledger.earlier_mark(*place, answer)
    if earlier is not None and not given:
        said = f'; comment: "{earlier.comment}"' if earlier.comment else ""
        note = f"{exercise.name}: {earlier.points:g} points were given for an earlier answer{said}"
    if exercise.is_text:
        blank = exercise.name in outcome.blank
        comment = "No response." if blank else note
        score = Score(0.0 if blank else None, not blank and not given, mark, comment)
        return score, Verdict(True), note
    verdict = outcome.exercises[exercise.name]
    if verdict.passed and verdict.withheld:
        decision = ledger.decisions.get(
            (standing.notebook, standing.student, exercise.name, upload)
        )
        if decision is not None and not decision.accepted:
            verdict = Verdict(False, f"{_REFUSED}: {decision.reason or verdict.withheld}")
        elif decision is not None or given:
            verdict = Verdict(True)
    else:
        verdict = Verdict(verdict.passed, verdict.reason)
    auto = exercise.points if verdict.passed and not verdict.withheld else 0.0
    return Score(auto, bool(verdict.withheld), mark, note), verdict, note


def lateness(moment: float | None, mark: bool | None, due: float | None, own: bool) -> str:
    """How late an upload is: empty where it is not, ``unknown`` where nobody wrote its time.

    Args:
        moment: its outer or platform time.
        mark: whether the platform marks it as late; None where it makes no marks.
        due: the deadline, where there is one.
        own: whether that is an extension of this student, of which the platform may know nothing.
    """
    if moment is None:
        if mark is not None and not (mark and own):
            return "by the platform's mark" if mark else ""
        return "unknown" if due is not None else ""
    if due is None or moment <= due:
        return ""
    minutes = int((moment - due) // 60)
    return f"{minutes // 1440} d {minutes % 1440 // 60} h {minutes % 60} min"


# --- what changed -----------------------------------------------------------------------


def changes(rows: list[Row], folder: Path) -> list[str]:
    """A line for every row that says something else than last time, with the cause."""
    last = _last_standing(folder)
    said = []
    for row in rows:
        before = last.pop(f"{row.notebook}/{row.student.id}", None)
        now = _told(row)
        if before is None or before["told"] == now:
            continue
        old, new = before["told"], now
        moved = {
            name: f"{name} {old.get(name) or 'nothing'} -> {new.get(name) or 'nothing'}"
            for name in {**old, **new}
            if old.get(name) != new.get(name)
        }
        line = f"{row.student.id}  {row.notebook}: {', '.join(moved.values())}"
        said.append(f"{line} ({_why(before['cause'], row.cause)})")
    said += [f"{place.replace('/', '  ')}: no row any more" for place in last]
    return said


def _told(row: Row) -> dict[str, str]:
    cells = row.cells()
    points = {exercise.name: cells[exercise.name] for exercise in exercises(row.notebook)}
    return {"status": row.status, "late": row.late, "points": cells["points"]} | points


def _why(old: dict[str, str], new: dict[str, str]) -> str:
    reasons = []
    if old.get("upload") != new.get("upload"):
        path = new.get("path") or new.get("upload")
        reasons.append(f"{path} counts now" if path else "its upload was moved or withdrawn")
    reasons += [said for part, said in SAID.items() if part in old and old[part] != new.get(part)]
    if old.get("hand", "{}") != new.get("hand", "{}"):
        reasons.append("a person decided")
    if old.get("late") != new.get("late"):
        reasons.append("its time or the deadline is another")
    return "; ".join(reasons) or "the grader had failed before, or does now"


def _last_standing(folder: Path) -> dict[str, dict]:
    try:
        return json.loads((folder / "standing.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


# --- files ------------------------------------------------------------------------------


def write_tables(rows: list[Row], folder: Path) -> Path:
    """Write grades.csv and what the next run compares with."""
    columns = dict.fromkeys(FIRST_COLUMNS)
    for name in sorted({row.notebook for row in rows}):
        columns |= dict.fromkeys(exercise.name for exercise in exercises(name))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="")
    writer.writeheader()
    writer.writerows(row.cells() for row in rows)
    write_file(text.getvalue().encode("utf-8"), folder / "grades.csv")
    standing = {
        f"{row.notebook}/{row.student.id}": {"told": _told(row), "cause": row.cause} for row in rows
    }
    text_now = json.dumps(standing, indent=1, ensure_ascii=False, sort_keys=True)
    write_file(f"{text_now}\n".encode(), folder / "standing.json")
    return folder / "grades.csv"


def write_pages(rows: list[Row], folder: Path) -> None:
    """Write the page of every row, and a summary of every notebook."""
    for row in rows:
        page = folder / "feedback" / row.student.id / row.notebook / f"{row.notebook}.html"
        write_file(_page(row).encode("utf-8"), page)
    for name in sorted({row.notebook for row in rows}):
        some = [row for row in rows if row.notebook == name]
        write_file(summary_page(name, some).encode("utf-8"), folder / "summary" / f"{name}.html")


def _page(row: Row) -> str:
    who = f"{row.student.first_name} {row.student.last_name}".strip() or row.student.id
    if row.standing is None:
        return plain_page(row.notebook, who, row.status, row.reason)
    outcome = row.standing.outcome
    answers = _answers(outcome)
    views = []
    for exercise in exercises(row.notebook):
        score = row.scores[exercise.name]
        verdict = row.verdicts.get(exercise.name, Verdict(True))
        comment = score.mark.comment if score.mark else ""
        views.append(
            ExerciseView(
                heading=exercise.heading,
                points=score.points,
                most=exercise.points,
                is_text=exercise.is_text,
                pending=score.pending,
                message=verdict.reason or verdict.withheld,
                comment=comment or score.comment,
                answer=answers.get(exercise.name, ""),
            )
        )
    return feedback_page(row.notebook, who, row.status, row.late, views, row.notes)


def _answers(outcome: Outcome) -> dict[str, str]:
    cells = json.loads(outcome.notebook)["cells"]
    found = {}
    for cell in cells:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            source = cell["source"]
            found[mark["grade_id"]] = source if isinstance(source, str) else "".join(source)
    return found


def write_owners(undecided: list[Undecided], folder: Path) -> None:
    """List what belongs to nobody; what a person filled in stands in the ledger by now."""
    path = folder / "owners.csv"
    if not undecided and not path.exists():
        return
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["upload", "student_id", "candidates", "reason", "path"])
    for item in sorted(undecided, key=lambda item: item.upload.path):
        candidates = " ".join(item.owner.candidates)
        writer.writerow([item.upload.id, "", candidates, item.owner.reason, item.upload.path])
    write_file(text.getvalue().encode("utf-8"), path)


# --- the console ------------------------------------------------------------------------


def tell(rows: list[Row], undecided: list[Undecided], folder: Path) -> None:
    """Say where everybody stands."""
    width = max((len(row.student.id) for row in rows), default=0)
    for row in rows:
        cells = row.cells()
        points = f"{cells['points'] or '-':>5} of {cells['max_points']}"
        pending = f" ({row.pending} answers to be read)" if row.pending else ""
        about = row.reason or cells["notes"]
        who = f"{row.student.id:{width}}  {row.notebook}"
        log.info("%s  %-13s %s%s  %s", who, row.status, points, pending, about[:100])
    counts = Counter(row.status for row in rows)
    log.info("%s", ", ".join(f"{counts[s]} {s}" for s in STATUSES if counts[s]))
    if undecided:
        log.warning("%d files belong to nobody; fill in the column student_id of %s and grade "
                    "again:", len(undecided), folder / "owners.csv")  # fmt: skip
        for item in undecided[:10]:
            some = item.owner.candidates[:5]
            might = f" (perhaps {' or '.join(some)})" if some else ""
            log.warning("  %s: %s%s", item.upload.path, item.owner.reason, might)
    for what, name in (("grades", "grades.csv"), ("feedback", "feedback"), ("summary", "summary")):
        log.info("%-9s %s", what + ":", folder / name)
