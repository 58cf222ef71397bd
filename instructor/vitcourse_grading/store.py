"""nbgrader's gradebook: marks given by hand come out of it, everything else is written into it.

What it holds can be made again from the ledger and the outcomes, so one that is lost or damaged is
simply written anew. It is written in one transaction, after the notebooks that Formgrader shows:

    classroom/gradebook.db
    classroom/submitted/<student>/<notebook>/    the notebook that was graded: ours, with answers
    classroom/autograded/<student>/<notebook>/   the same; Formgrader shows it
"""

import json
import logging
import os
import shutil
import sqlite3
import time
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from nbformat import NotebookNode, v4
from nbgrader import api
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from vitcourse_authoring.course import UserError, nbgrader_config, notebook_names, solution_path
from vitcourse_authoring.notebooks import grade_id, is_answer, read_notebook, write_file

from .exercises import exercises
from .ledger import Ledger, Mark
from .outcome import Outcome, answer_digests
from .rebuild import instructors_copy
from .roster import Student

log = logging.getLogger(__name__)


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
    time: float | None
    scores: dict[str, Score] = field(default_factory=dict)  # by graded cell


class Store:
    """The gradebook of one classroom.

    Args:
        folder: the classroom.
        dry: make none where there is none; it is only read.

    Raises:
        UserError: it cannot be used, or belongs to another course.
    """

    def __init__(self, folder: Path, dry: bool = False):
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # harmless: many
        self.folder = folder
        self.url = gradebook_url(folder)
        self.file = Path(self.url.removeprefix("sqlite:///"))
        self.course = str(nbgrader_config().CourseDirectory.course_id)
        is_file = self.url.startswith("sqlite:")
        self.is_absent = dry and is_file and not self.file.exists()
        if self.is_absent:
            return
        if is_file:
            self._check_file()
        try:
            with self._open() as book:
                strange = {row.name for row in book.db.query(api.Assignment)}
        except SQLAlchemyError as error:
            raise UserError(f"the gradebook cannot be used ({_said(error)}).") from error
        strange -= set(notebook_names())
        if strange:
            raise UserError(
                f"the gradebook {self.file} holds {', '.join(sorted(strange))}, which this course "
                "does not have; move it away or use another --classroom."
            )

    def _open(self) -> api.Gradebook:
        return api.Gradebook(self.url, self.course)

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

    def harvest(self, ledger: Ledger, answers: dict[tuple[str, str], dict[str, str]]) -> list[Mark]:
        """Return marks that were given, changed or taken back since the ledger last heard of them.

        Args:
            answers: of each notebook and student, for where Formgrader's own copy is lost.
        """
        found: list[Mark] = []
        if self.is_absent:
            return found
        with self._open() as book:
            for row in book.db.query(api.SubmittedNotebook):
                notebook, student = row.name, row.student.id
                read = self._shown(notebook, student) or answers.get((notebook, student), {})
                comments = {comment.name: comment.manual_comment or "" for comment in row.comments}
                for grade in row.grades:
                    name = grade.name
                    about = name if name in comments else name.removeprefix("test-")
                    new = Mark(notebook, student, name, read.get(name, ""), grade.manual_score,
                               comments.get(about, ""), grade.extra_credit)  # fmt: skip
                    if ledger.is_news(new):
                        found.append(new)
        return found

    def _shown(self, notebook: str, student: str) -> dict[str, str]:
        """The answers that Formgrader shows."""
        path = self.folder / "autograded" / student / notebook / f"{notebook}.ipynb"
        try:
            return answer_digests(read_notebook(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, AttributeError):
            return {}

    # --- what is written into it ---

    def write(
        self,
        standings: list[Standing],
        students: dict[str, Student],
        due: dict[str, float],
        notebooks: list[str],
    ) -> list[Mark]:
        """Make the gradebook say exactly this of these notebooks.

        Returns:
            what it now says by hand, for the ledger.
        """
        for standing in standings:
            self._show(standing)
        wanted = {(standing.notebook, standing.student): standing for standing in standings}
        said: list[Mark] = []
        with self._open() as book:
            people = _students(book, students)
            for name in notebooks:
                assignment = _assignment(book, name, due.get(name))
                there = {row.student_id: row for row in assignment.submissions}
                for student, row in there.items():
                    if (name, student) not in wanted:
                        self._forget(book, row)
                for (notebook, student), standing in wanted.items():
                    if notebook == name:
                        old = there.get(student)
                        said += _submission(book, assignment, people[student], standing, old)
            book.db.commit()
        return said

    def _show(self, standing: Standing) -> None:
        """Write the notebooks that Formgrader lists and shows."""
        name, student = standing.notebook, standing.student
        graded = read_notebook(standing.outcome.notebook)
        for step, notebook in (
            ("submitted", graded),
            ("autograded", with_mark_schemes(graded, name)),
        ):
            place = self.folder / step / student / name
            text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
            write_file(f"{text}\n".encode(), place / f"{name}.ipynb")
            if standing.time is not None:
                stamp = datetime.fromtimestamp(standing.time, UTC)
                write_file(f"{stamp:%Y-%m-%d %H:%M:%S} UTC\n".encode(), place / "timestamp.txt")

    def _forget(self, book: api.Gradebook, row: api.SubmittedAssignment) -> None:
        """Nothing may stand for an upload that was moved, withdrawn or not graded."""
        for step in ("submitted", "autograded"):
            place = self.folder / step / row.student_id / row.assignment.name
            shutil.rmtree(place, ignore_errors=True)
        for notebook in row.notebooks:
            for part in (*notebook.grades, *notebook.comments):
                book.db.delete(part)
            book.db.delete(notebook)
        book.db.delete(row)
        book.db.flush()


def gradebook_url(folder: Path) -> str:
    """Address of the gradebook's database: $VITCOURSE_GRADEBOOK, else a file in the classroom."""
    return os.environ.get("VITCOURSE_GRADEBOOK") or f"sqlite:///{folder / 'gradebook.db'}"


def _said(error: SQLAlchemyError) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())[:200]


@cache
def _mark_schemes(name: str) -> dict[str | None, str]:
    whole = read_notebook(solution_path(name).read_text(encoding="utf-8"))
    return {grade_id(cell): cell.source for cell in whole.cells if is_answer(cell)}


def with_mark_schemes(notebook: NotebookNode, name: str) -> NotebookNode:
    """Put the model answer and the mark scheme below each free text, for whoever reads it."""
    schemes = _mark_schemes(name)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if is_answer(cell) and cell.cell_type == "markdown" and grade_id(cell) in schemes:
            text = f"**For whoever reads this answer**\n\n{schemes[grade_id(cell)]}"
            cells.append(v4.new_markdown_cell(text, id=f"scheme-{len(cells)}"))
    return NotebookNode(notebook | {"cells": cells})


def _students(book: api.Gradebook, students: dict[str, Student]) -> dict[str, api.Student]:
    there = {row.id: row for row in book.db.query(api.Student)}
    for student in students.values():
        row = there.get(student.id)
        if row is None:
            row = there[student.id] = api.Student(id=student.id)
            book.db.add(row)
        row.first_name = student.first_name or row.first_name
        row.last_name = student.last_name or row.last_name
    return there


def _assignment(book: api.Gradebook, name: str, due: float | None) -> api.Assignment:
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
    return assignment


def _submission(
    book: api.Gradebook,
    assignment: api.Assignment,
    student: api.Student,
    standing: Standing,
    row: api.SubmittedAssignment | None,
) -> list[Mark]:
    """Write the scores of one hand-in; return what the gradebook now says by hand."""
    if row is None:
        row = api.SubmittedAssignment(assignment=assignment, student=student)
        parts: list = [row]
        for notebook in assignment.notebooks:
            submitted = api.SubmittedNotebook(notebook=notebook, assignment=row)
            parts.append(submitted)
            parts += [api.Grade(cell=cell, notebook=submitted) for cell in notebook.grade_cells]
            parts += [
                api.Comment(cell=cell, notebook=submitted) for cell in notebook.solution_cells
            ]
        book.db.add_all(parts)
    moment = standing.time
    row.timestamp = (
        None if moment is None else datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
    )
    said = []
    for submitted in row.notebooks:
        comments = {comment.cell.name: comment for comment in submitted.comments}
        for grade in submitted.grades:
            name = grade.cell.name
            score = standing.scores[name]
            mark = score.mark
            grade.auto_score = score.auto
            grade.manual_score = mark.points if mark else None
            grade.extra_credit = mark.extra if mark else None
            grade.needs_manual_grade = score.pending
            comment = comments.get(name) or comments.get(name.removeprefix("test-"))
            if comment is not None:
                comment.manual_comment = mark.comment or None if mark else None
                comment.auto_comment = score.comment or None
            said.append(
                mark
                or Mark(standing.notebook, student.id, name, standing.outcome.answers[name], None)
            )
    return said
