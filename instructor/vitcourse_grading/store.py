"""nbgrader's gradebook: marks given by hand come out of it, everything else is written into it.

What it holds can be made again from the ledger and the outcomes, so one that is lost or damaged is
simply written anew. It is written for some students at a time, each time in one transaction that
nobody else can write in, after the notebooks that Formgrader shows:

    classroom/gradebook.db, or a database on PostgreSQL
    classroom/submitted/<student>/<notebook>/    the notebook that was graded: ours, with answers
    classroom/autograded/<student>/<notebook>/   the same; Formgrader shows it
"""

import json
import logging
import shutil
import sqlite3
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from vitcourse_authoring.course import UserError, nbgrader_config, notebook_names
from vitcourse_authoring.notebooks import grade_id, is_answer, read_notebook, write_file

from .exercises import exercises
from .ledger import Ledger, Mark
from .outcome import Outcome, Outcomes, answer_digests
from .rebuild import instructors_copy
from .records import said
from .roster import Student

BATCH = 50  # students in one transaction; Formgrader waits for one, but 5 s at most
LETTERS = 128  # that a name may have
log = logging.getLogger(__name__)

# nbgrader's tables. Its classes load every grade one by one, which takes ten times as long.
_SUBMISSION: Any = api.SubmittedAssignment.__table__
_NOTEBOOK: Any = api.SubmittedNotebook.__table__
_GRADE: Any = api.Grade.__table__
_COMMENT: Any = api.Comment.__table__
_CELL: Any = api.BaseCell.__table__
_OURS: Any = api.Notebook.__table__


@dataclass
class Score:
    """What the gradebook is to say of one graded cell."""

    auto: float | None
    pending: bool = False  # a person has to look at it
    mark: Mark | None = None
    comment: str = ""  # by the grader

    @property
    def points(self) -> float:
        given = self.mark.points if self.mark else None
        extra = (self.mark.extra or 0) if self.mark else 0
        return (self.auto or 0 if given is None else given) + extra


@dataclass
class Standing:
    """A graded hand-in."""

    notebook: str
    student: str
    outcome: Outcome
    upload: str  # digest of its bytes
    time: float | None
    scores: dict[str, Score] = field(default_factory=dict)  # by graded cell


class Store:
    """The gradebook of one classroom; to be closed.

    Args:
        folder: the classroom.
        url: address of the gradebook.
        dry: make none where there is none; it is only read.

    Raises:
        UserError: it cannot be used, or belongs to another course.
    """

    def __init__(self, folder: Path, url: str, dry: bool = False):
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # harmless: many
        self.folder, self.url = folder, url
        self.file = Path(url.removeprefix("sqlite:///"))
        self.is_file = url.startswith("sqlite:")
        self.is_absent = dry and self.is_file and not self.file.exists()
        if self.is_absent:
            return
        if self.is_file:
            self._check_file()
        try:
            self.book = api.Gradebook(url, str(nbgrader_config().CourseDirectory.course_id))
            self.db = self.book.db
            strange = {row.name for row in self.db.query(api.Assignment)}
            self.db.rollback()
        except SQLAlchemyError as error:
            raise UserError(f"the gradebook cannot be used ({said(error)}).") from error
        strange -= set(notebook_names())
        if strange:
            self.close()
            raise UserError(
                f"the gradebook {self.file if self.is_file else url} holds "
                f"{', '.join(sorted(strange))}, which this course does not have; "
                + ("move it away or use another --classroom." if self.is_file else
                   "every course needs a database of its own.")
            )  # fmt: skip

    def close(self) -> None:
        if not self.is_absent:
            self.book.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction in which nobody else writes: Formgrader waits until it has ended.

        Raises:
            UserError: the database was lost, or somebody else does not let go of it.
        """
        try:
            if self.is_file:
                self.db.execute(text("BEGIN IMMEDIATE"))
            else:
                self.db.execute(text("LOCK TABLE grade, comment IN SHARE ROW EXCLUSIVE MODE"))
            yield
            self.db.commit()
        except SQLAlchemyError as error:
            raise UserError(
                f"the gradebook cannot be written ({said(error)}); what was graded is kept: "
                "grade again."
            ) from error
        finally:
            self.db.rollback()
            self.db.expunge_all()

    def _check_file(self) -> None:
        """Set a damaged file aside; refuse one that is something else."""
        if not self.file.exists():
            return
        try:
            with sqlite3.connect(self.file) as connection:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
                tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            connection.close()
        except sqlite3.OperationalError as error:
            raise UserError(f"the gradebook {self.file} cannot be used ({error}).") from error
        except sqlite3.DatabaseError as error:
            said, tables = str(error), set()
        if said == "ok" and tables and "submitted_notebook" not in tables:
            raise UserError(f"{self.file} is no gradebook of nbgrader; move it away.")
        if said != "ok":
            aside = self.file.with_name(f"gradebook.damaged-{time.strftime('%Y%m%d-%H%M%S')}.db")
            self.file.rename(aside)
            log.warning("the gradebook was damaged (%s): it lies in %s now and is made again from "
                        "the records; marks given by hand after the last run of `grade` have to be "
                        "given again", said, aside.name)  # fmt: skip

    # --- what people wrote into it ---

    def harvest(
        self,
        ledger: Ledger,
        answers: dict[tuple[str, str], dict[str, str]],
        students: list[str] | None = None,
    ) -> list[Mark]:
        """Return marks that were given, changed or taken back since the ledger last heard of them.

        Args:
            answers: of each notebook and student, for where Formgrader's own copy is lost.
            students: whose; everybody's when left out.
        """
        if self.is_absent:
            return []
        one = select(_SUBMISSION.c.student_id, _OURS.c.name, _CELL.c.name)
        one = one.join(_NOTEBOOK, _NOTEBOOK.c.assignment_id == _SUBMISSION.c.id)
        one = one.join(_OURS, _OURS.c.id == _NOTEBOOK.c.notebook_id)
        if students is not None:
            one = one.where(_SUBMISSION.c.student_id.in_(students))
        comments = {
            (notebook, student, cell): comment
            for student, notebook, cell, comment in self.db.execute(
                one.join(_COMMENT, _COMMENT.c.notebook_id == _NOTEBOOK.c.id)
                .join(_CELL, _CELL.c.id == _COMMENT.c.cell_id)
                .add_columns(_COMMENT.c.manual_comment)
            )
        }
        found: list[Mark] = []
        shown: dict[tuple[str, str], dict[str, str]] = {}
        for student, notebook, cell, points, extra in self.db.execute(
            one.join(_GRADE, _GRADE.c.notebook_id == _NOTEBOOK.c.id)
            .join(_CELL, _CELL.c.id == _GRADE.c.cell_id)
            .add_columns(_GRADE.c.manual_score, _GRADE.c.extra_credit)
            .order_by(_SUBMISSION.c.student_id, _OURS.c.name, _CELL.c.name)
        ):
            about = cell if (notebook, student, cell) in comments else cell.removeprefix("test-")
            comment = comments.get((notebook, student, about)) or ""
            new = Mark(notebook, student, cell, "", points, comment, extra)
            if ledger.is_news(new):
                place = notebook, student
                if place not in shown:
                    shown[place] = self._shown(*place) or answers.get(place, {})
                found.append(replace(new, answer=shown[place].get(cell, "")))
        return found

    def _shown(self, notebook: str, student: str) -> dict[str, str]:
        """The answers that Formgrader shows."""
        path = self.folder / "autograded" / student / notebook / f"{notebook}.ipynb"
        try:
            return answer_digests(read_notebook(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, AttributeError):
            return {}

    # --- what is written into it ---

    def prepare(
        self,
        students: dict[str, Student],
        due: dict[str, float],
        notebooks: list[str],
    ) -> dict[str, "_Ours"]:
        """Make people and notebooks known."""
        with self.writing():
            _students(self.book, students)
            return {name: _assignment(self.book, name, due.get(name)) for name in notebooks}

    def write(
        self, ours: "_Ours", standings: dict[str, Standing | None], outcomes: Outcomes
    ) -> list[Mark]:
        """Make the gradebook say exactly this of one notebook of some students.

        Args:
            ours: the notebook, from :meth:`prepare`.
            standings: by student; nothing may stand for an upload that was moved, withdrawn or
                not graded.
            outcomes: where the notebooks lie that were graded.

        Returns:
            what it now says by hand, for the ledger.
        """
        found = self.db.execute(
            select(_SUBMISSION.c.student_id, _SUBMISSION.c.id, _NOTEBOOK.c.id)
            .join(_NOTEBOOK, _NOTEBOOK.c.assignment_id == _SUBMISSION.c.id)
            .where(_SUBMISSION.c.assignment_id == ours.assignment)
            .where(_SUBMISSION.c.student_id.in_(standings))
        )
        there = {student: (submission, notebook) for student, submission, notebook in found}
        self._forget(
            {student: there[student] for student in there if standings[student] is None}, ours.name
        )
        wanted = [standing for standing in standings.values() if standing is not None]
        for standing in wanted:
            self._show(standing, outcomes)
        new = [standing for standing in wanted if standing.student not in there]
        there |= self._add(ours, new)
        self._execute(
            update(_SUBMISSION).where(_SUBMISSION.c.id == bindparam("key")),
            [{"key": there[one.student][0], "timestamp": _moment(one.time)} for one in wanted],
        )
        places = {there[standing.student][1]: standing for standing in wanted}
        self._change(_GRADE, places, ours.graded, _grade_values)
        self._change(_COMMENT, places, ours.answers, _comment_values)
        return [
            score.mark or Mark(one.notebook, one.student, cell, one.outcome.answers[cell], None)
            for one in wanted
            for cell, score in one.scores.items()
        ]

    def _add(self, ours: "_Ours", new: list[Standing]) -> dict[str, tuple[str, str]]:
        """Rows of students who had none."""
        ids = {one.student: (api.new_uuid(), api.new_uuid()) for one in new}
        self._execute(insert(_SUBMISSION), [
            {"id": key, "assignment_id": ours.assignment, "student_id": student}
            for student, (key, _) in ids.items()
        ])  # fmt: skip
        self._execute(insert(_NOTEBOOK), [
            {"id": key, "assignment_id": above, "notebook_id": ours.notebook}
            for above, key in ids.values()
        ])  # fmt: skip
        for table, cells in ((_GRADE, ours.graded), (_COMMENT, ours.answers)):
            self._execute(insert(table), [
                {"id": api.new_uuid(), "notebook_id": key, "cell_id": cell}
                for _, key in ids.values() for cell in cells.values()
            ])  # fmt: skip
        return ids

    def _change(self, table, places: dict[str, Standing], cells: dict[str, str], values) -> None:
        """Write what differs in one table from what ``values`` says of a standing and a cell."""
        names = {key: name for name, key in cells.items()}
        changed: dict[tuple[str, ...], list[dict]] = {}
        for row in self.db.execute(select(table).where(table.c.notebook_id.in_(places))):
            name = names.get(row.cell_id)
            wanted = values(places[row.notebook_id], name) if name else {}
            if any(getattr(row, column) != value for column, value in wanted.items()):
                changed.setdefault(tuple(wanted), []).append({"key": row.id, **wanted})
        for rows in changed.values():
            self._execute(update(table).where(table.c.id == bindparam("key")), rows)

    def _execute(self, statement, rows: list[dict]) -> None:
        if rows:
            self.db.connection().execute(statement, rows)

    def _show(self, standing: Standing, outcomes: Outcomes) -> None:
        """Write the notebooks that Formgrader lists and shows."""
        name, student = standing.notebook, standing.student
        graded = outcomes.notebook(name, standing.upload)
        for step in ("submitted", "autograded"):
            place = self.folder / step / student / name
            write_file(graded, place / f"{name}.ipynb")
            if standing.time is not None:
                stamp = datetime.fromtimestamp(standing.time, UTC)
                write_file(f"{stamp:%Y-%m-%d %H:%M:%S} UTC\n".encode(), place / "timestamp.txt")

    def _forget(self, rows: dict[str, tuple[str, str]], name: str) -> None:
        for student in rows:
            for step in ("submitted", "autograded"):
                shutil.rmtree(self.folder / step / student / name, ignore_errors=True)
        submissions = [key for key, _ in rows.values()]
        notebooks = [key for _, key in rows.values()]
        for column, keys in (
            (_GRADE.c.notebook_id, notebooks),
            (_COMMENT.c.notebook_id, notebooks),
            (_NOTEBOOK.c.id, notebooks),
            (_SUBMISSION.c.id, submissions),
        ):
            if keys:
                self.db.execute(delete(column.table).where(column.in_(keys)))

    def strangers(self, ours: "_Ours", students: Iterable[str]) -> list[str]:
        """Students of whom something stands in the gradebook, but no row is to be."""
        query = select(_SUBMISSION.c.student_id).where(
            _SUBMISSION.c.assignment_id == ours.assignment
        )
        return sorted({row[0] for row in self.db.execute(query)} - set(students))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _grade_values(standing: Standing, name: str) -> dict[str, Any]:
    score = standing.scores[name]
    mark = score.mark
    return {
        "auto_score": score.auto,
        "manual_score": mark.points if mark else None,
        "extra_credit": mark.extra if mark else None,
        "needs_manual_grade": score.pending,
    }


def _comment_values(standing: Standing, name: str) -> dict[str, Any]:
    score = standing.scores.get(name) or standing.scores.get(f"test-{name}")
    if score is None:
        return {}
    comment = (score.mark.comment or None) if score.mark else None
    return {"manual_comment": comment, "auto_comment": score.comment or None}


def _students(book: api.Gradebook, students: dict[str, Student]) -> None:
    there = {row.id: row for row in book.db.query(api.Student)}
    for student in students.values():
        row = there.get(student.id)
        if row is None:
            row = there[student.id] = api.Student(id=student.id)
            book.db.add(row)
        row.first_name = student.first_name[:LETTERS].replace("\0", "") or row.first_name
        row.last_name = student.last_name[:LETTERS].replace("\0", "") or row.last_name


@dataclass(frozen=True)
class _Ours:
    """Keys of a notebook in the gradebook."""

    name: str
    assignment: str
    notebook: str
    graded: dict[str, str]  # name of a cell -> its key
    answers: dict[str, str]


def _assignment(book: api.Gradebook, name: str, due: float | None) -> _Ours:
    """The notebook and its graded cells, as they are now."""
    query = book.db.query(api.Assignment)
    assignment = query.filter_by(name=name, course_id=book.course_id).one_or_none()
    if assignment is None:
        assignment = api.Assignment(name=name, course_id=book.course_id)
        book.db.add(assignment)
        book.db.flush()
    if due is not None:
        assignment.duedate = datetime.fromtimestamp(due, UTC).replace(tzinfo=None)
    notebook = next((row for row in assignment.notebooks if row.name == name), None)
    if notebook is None:
        ours = instructors_copy(name)
        kernel = json.dumps(ours.metadata.kernelspec)
        notebook = api.Notebook(name=name, assignment=assignment, kernelspec=kernel)
        kinds = {grade_id(cell): cell.cell_type for cell in ours.cells}
        cells = [
            api.GradeCell(
                name=exercise.cell,
                max_score=exercise.points,
                notebook=notebook,
                cell_type=kinds[exercise.cell],
            )
            for exercise in exercises(name)
        ]
        for cell in ours.cells:
            if grade_id(cell):
                if is_answer(cell):
                    cells.append(api.SolutionCell(name=grade_id(cell), notebook=notebook))
                source = api.SourceCell(name=grade_id(cell), notebook=notebook)
                source.cell_type, source.source = cell.cell_type, cell.source
                source.locked = not is_answer(cell)
                cells.append(source)
        book.db.add_all([notebook, *cells])
        book.db.flush()
    points = {exercise.cell: exercise.points for exercise in exercises(name)}
    if set(points) != {cell.name for cell in notebook.grade_cells}:
        raise UserError(
            f"the gradebook knows other exercises of {name} than the course has now; grade into a "
            "new --classroom, with everything that was handed in."
        )
    for cell in notebook.grade_cells:
        cell.max_score = points[cell.name]
    book.db.flush()
    return _Ours(
        name,
        assignment.id,
        notebook.id,
        {cell.name: cell.id for cell in notebook.grade_cells},
        {cell.name: cell.id for cell in notebook.solution_cells},
    )
