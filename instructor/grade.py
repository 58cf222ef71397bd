"""Grade whatever a class uploaded: intake, boxes, gradebook, feedback, grades.csv.

nbgrader's gradebook is the system of record. What it has no place for (statuses, reasons, which
file counted) stands in ``classroom/records``, one file per student and notebook, written last:
a run that was killed goes on where it stopped, and one repeated changes nothing.

    classroom/uploads/     every file that was ever handed in, unchanged
    classroom/submitted/   the notebooks that were graded: ours, with answers and outputs
    classroom/autograded/  the same after nbgrader; what the Formgrader shows
    classroom/feedback/    pages for students
    classroom/summary/     a page per notebook for the instructor
    classroom/grades.csv   one row per student and notebook
    classroom/log.jsonl    what happened, one JSON object per line
"""

import csv
import io
import json
import logging
import multiprocessing
import os
import sys
import tempfile
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from tqdm import tqdm
from traitlets.config import Config

from . import sandbox
from .autograde import Job, Outcome, run_job
from .course import ROOT, UserError, log, nbgrader_config, solution_path, student_path
from .feedback import plain_page, summary_page
from .intake import Student, Upload, parse_time, read_roster, read_uploads, sort_uploads
from .notebooks import digest, notebook_bytes, write_file
from .sandbox import Limits

STATUSES = ("graded", "needs-review", "rejected", "not-submitted", "error")
FIRST_COLUMNS = (
    "student_id", "last_name", "first_name", "notebook", "status", "reason", "notes", "late",
    "points", "max_points", "manual_pending",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """How a class is graded; see ``python -m instructor grade --help``."""

    roster: Path | None = None
    due: str = ""
    boxed: bool = True
    jobs: int = 0  # 0: as many as there are cores
    limits: Limits = field(default_factory=Limits)
    classroom: Path = ROOT / "classroom"


def grade(path: Path, settings: Settings | None = None, executor: Executor | None = None) -> Path:
    """Grade a folder or zip file of submissions.

    Args:
        path: what students uploaded; it is not changed.
        settings: deadlines, limits, places.
        executor: runs the jobs; processes on this computer when left out.

    Returns:
        the path of grades.csv.

    Raises:
        UserError: nothing was graded, for a reason the instructor can mend.
    """
    settings = settings or Settings()
    if settings.boxed and sandbox.unavailable():
        raise UserError(
            f"{sandbox.unavailable()} Without it a student's code can read and change everything "
            "you can; to grade nevertheless, for example notebooks you have read, add --no-sandbox."
        )
    due = parse_time(settings.due) if settings.due else None
    roster = read_roster(settings.roster) if settings.roster else None
    uploads = read_uploads(path)
    return _Class(settings, roster, due).grade(uploads, executor)


class _Class:
    """One run over one classroom folder."""

    def __init__(self, settings: Settings, roster: list[Student] | None, due: float | None):
        self.settings, self.folder = settings, settings.classroom.resolve()
        self.due = due
        self.keys: dict[tuple[str, str], str] = {}
        kept = self.folder / "roster.csv"
        if roster is None and kept.exists():
            roster = read_roster(kept)
        self.roster = roster or []
        self.config = _config(self.folder)
        self.database = self.config.CourseDirectory.db_url

    # --- the run ---

    def grade(self, uploads: list[Upload], executor: Executor | None) -> Path:
        found, nobody = sort_uploads(uploads, self.roster)
        names = sorted({name for name, _ in found})
        if not names:
            listed = ", ".join(upload.path for upload in uploads[:5])
            raise UserError(
                f"none of the {len(uploads)} files could be given to a student and a notebook "
                f"({listed}); check the roster, or name files <student id>_<anything>.ipynb."
            )
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # harmless: many
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.settings.roster:
            write_file(self.settings.roster.read_bytes(), self.folder / "roster.csv")
        self.api = NbGraderAPI(CourseDirectory(config=self.config), config=self.config)
        self.api.log.setLevel(logging.CRITICAL)
        self._register(names)

        students = {student.id: student for student in self.roster}
        for _, student in found:
            students.setdefault(student, Student(student))
        jobs = []
        for name in names:
            for student in students:
                job = self._plan(name, student, found.get((name, student), []))
                if job is not None:
                    jobs.append(job)
        box = "each in its own sandbox" if self.settings.boxed else "WITHOUT a sandbox"
        log(f"{len(uploads)} files, {len(jobs)} notebooks to run, {box}")
        self._note("start", files=len(uploads), jobs=len(jobs), sandbox=self.settings.boxed)
        for job, outcome in _run_all(jobs, self.settings, executor):
            self._finish(job, outcome)
        for name in names:
            for student in students:
                self._refresh_feedback(name, student)
        for upload in nobody:
            self._note("nobody", path=upload.path, problem=upload.problem)
        rows = self._write_grades()
        for name in names:
            page = summary_page(name, [row for row in rows if row["notebook"] == name])
            write_file(page.encode(), self.folder / "summary" / f"{name}.html")
        self._report([row for row in rows if row["notebook"] in names], nobody)
        return self.folder / "grades.csv"

    def _register(self, names: list[str]) -> None:
        """Tell the gradebook about the exercises, and about deadlines."""
        with tempfile.TemporaryDirectory() as release:
            self.api.coursedir.release_directory = release
            for name in names:
                _succeed(self.api.generate_assignment(name), f"registering {name}")
        with Gradebook(self.database) as gradebook:
            for student in self.roster:
                gradebook.update_or_create_student(
                    student.id, first_name=student.first_name, last_name=student.last_name
                )
            if self.due is not None:
                moment = datetime.fromtimestamp(self.due, UTC).replace(tzinfo=None)
                for name in names:
                    gradebook.update_or_create_assignment(name, duedate=moment)

    def _plan(self, name: str, student: str, uploads: list[Upload]) -> Job | None:
        """Keep the uploads; return what has to be run, if anything."""
        record = self._read(name, student)
        known = {entry["file"]: entry for entry in record.get("uploads", [])}
        for upload in uploads:
            file = f"{digest(upload.path, repr(upload.data))[:16]}.ipynb"
            if upload.data:
                write_file(upload.data, self._place("uploads", name, student) / file)
            known[file] = {
                "file": file,
                "path": upload.path,
                "time": upload.time,
                "problem": upload.problem,
            }
        if not known:
            return None
        listed = sorted(known.values(), key=lambda entry: (-entry["time"], entry["file"]))
        good = next((entry for entry in listed if not entry["problem"]), None)
        if good is None:
            self._reject(name, student, listed, listed[0]["problem"])
            return None
        data = (self._place("uploads", name, student) / good["file"]).read_bytes()
        key = digest(good["file"], _material(name), repr(self.settings.limits))
        if record.get("key") == key and record["status"] != "error":
            if record["uploads"] != listed:
                self._write(name, student, record | {"uploads": listed})
            return None
        self._write(name, student, {"status": "error", "uploads": listed, "key": "", "used": good,
                                    "reason": "the run was interrupted; grade again"})  # fmt: skip
        self.keys[name, student] = key
        return Job(name, student, data, self.settings.limits, self.settings.boxed)

    def _reject(self, name: str, student: str, uploads: list[dict], reason: str) -> None:
        record = {"status": "rejected", "reason": reason, "uploads": uploads, "key": ""}
        if self._write(name, student, record):
            self._note("rejected", notebook=name, student=student, reason=reason)
        self._forget_scores(name, student)
        self._page(name, student, "rejected", reason)

    def _finish(self, job: Job, outcome: Outcome) -> None:
        """Write one result into the gradebook and to disk."""
        name, student = job.name, job.student
        record = self._read(name, student)
        if outcome.rejected:
            entries = [
                entry | {"problem": outcome.rejected} if entry == record["used"] else entry
                for entry in record["uploads"]
            ]
            self._write(name, student, record | {"uploads": entries})
            older = self._plan(name, student, [])  # the file before it, or the rejection
            return self._finish(older, run_job(older)) if older else None
        if not outcome.error:
            try:
                self._into_gradebook(job, outcome, record["used"]["time"])
            except Exception as error:  # one student must not end the run for the others
                outcome.error = f"the grader failed, not the student: {error}"
        if outcome.error:
            self._forget_scores(name, student)
            record |= {"status": "error", "reason": outcome.error, "key": ""}
            self._page(name, student, "error", outcome.error)
        else:
            review = "; ".join(dict.fromkeys(outcome.withheld.values()))
            record |= {
                "status": "needs-review" if review else "graded",
                "reason": f"marks held back until someone has looked: {review}" if review else "",
                "notes": outcome.notes,
                "exercises": outcome.exercises,
                "key": self.keys[name, student],
            }
        self._write(name, student, record)
        self._note("done", notebook=name, student=student, status=record["status"],
                   reason=record["reason"], seconds=round(outcome.seconds, 2))  # fmt: skip

    def _into_gradebook(self, job: Job, outcome: Outcome, uploaded: float) -> None:
        """Let nbgrader score the outputs that were collected in the box."""
        name, student = job.name, job.student
        place = self._place("submitted", student, name)
        notebook = nbformat.reads(outcome.notebook, as_version=4)
        notebook.metadata.vitcourse_grading = {
            "exercises": outcome.exercises,
            "notes": outcome.notes,
        }
        write_file(notebook_bytes(notebook), place / f"{name}.ipynb")
        moment = datetime.fromtimestamp(uploaded, UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n")
        write_file(moment.encode(), place / "timestamp.txt")
        _succeed(self.api.autograde(name, student), f"scoring {name} of {student}")

    def _forget_scores(self, name: str, student: str) -> None:
        """No earlier automatic score may stand for an upload that was not graded."""
        with Gradebook(self.database) as gradebook:
            try:
                submission = gradebook.find_submission_notebook(name, name, student)
            except MissingEntry:
                return
            for score in submission.grades:
                score.auto_score, score.needs_manual_grade = None, True
            gradebook.db.commit()

    # --- feedback and tables ---

    def _refresh_feedback(self, name: str, student: str) -> None:
        """Write the feedback page where scores, comments or the notebook are newer than it."""
        record = self._read(name, student)
        if not record or record["status"] not in ("graded", "needs-review"):
            if not record:
                self._page(name, student, "not-submitted", "no file was handed in")
            return
        state = digest(record["key"], repr(self._scores(name, student)))
        if record.get("feedback") == state:
            return
        try:
            _succeed(self.api.generate_feedback(name, student), f"feedback on {name} for {student}")
        except Exception as error:  # the marks stand; the next run writes the page
            reason = f"your marks are stored, but this page could not be written: {error}"
            self._page(name, student, "error", reason)
            self._note("feedback failed", notebook=name, student=student, reason=str(error))
            return
        self._write(name, student, record | {"feedback": state})

    def _page(self, name: str, student: str, status: str, reason: str) -> None:
        page = plain_page(name, student, status, reason)
        write_file(page.encode(), self._place("feedback", student, name) / f"{name}.html")

    def _scores(self, name: str, student: str) -> list[tuple]:
        """(exercise, points, most points, still to be read, comment) of every graded cell."""
        with Gradebook(self.database) as gradebook:
            try:
                notebook = gradebook.find_submission_notebook(name, name, student)
            except MissingEntry:
                return []
            comments = {comment.name: comment.comment for comment in notebook.comments}
            return [
                (
                    grade.name.removeprefix("test-"),
                    float(grade.score or 0),
                    float(grade.max_score),
                    bool(grade.needs_manual_grade and grade.manual_score is None),
                    comments.get(grade.name) or "",
                )
                for grade in sorted(notebook.grades, key=lambda grade: grade.cell.id)
            ]

    def _most_points(self, name: str) -> dict[str, float]:
        with Gradebook(self.database) as gradebook:
            cells = gradebook.find_notebook(name, name).grade_cells
            return {cell.name.removeprefix("test-"): float(cell.max_score) for cell in cells}

    def _write_grades(self) -> list[dict]:
        """Write grades.csv with all notebooks graded so far; return its rows."""
        names = sorted(folder.name for folder in (self.folder / "records").glob("*"))
        rows, columns = [], dict.fromkeys(FIRST_COLUMNS)
        for name in names:
            most = self._most_points(name)
            columns |= dict.fromkeys(most)
            files = {path.stem for path in (self.folder / "records" / name).glob("*.json")}
            known = {student.id: student for student in self.roster}
            known |= {one: Student(one) for one in sorted(files) if one not in known}
            for student in known.values():
                rows.append(self._row(name, student, most))
        rows.sort(key=lambda row: (row["notebook"], row["student_id"]))
        text = io.StringIO()
        writer = csv.DictWriter(text, list(columns), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        write_file(text.getvalue().encode("utf-8"), self.folder / "grades.csv")
        return rows

    def _row(self, name: str, student: Student, most: dict[str, float]) -> dict:
        record = self._read(name, student.id)
        status = record.get("status", "not-submitted")
        scores = {}
        if status in ("graded", "needs-review"):
            scores = {row[0]: row[1:] for row in self._scores(name, student.id)}
        notes = list(record.get("notes", []))
        used = record.get("used")
        newer = [e for e in record.get("uploads", []) if used and e["time"] > used["time"]]
        notes += [f"a newer file was rejected ({entry['problem']})" for entry in newer]
        older = len(record.get("uploads", [])) - len(newer) - 1
        if used and older > 0:
            notes.append(f"{older} other file{'s' if older > 1 else ''} kept, not graded")
        row = {
            "student_id": student.id,
            "last_name": student.last_name,
            "first_name": student.first_name,
            "notebook": name,
            "status": status,
            "reason": record.get("reason", "no file was handed in"),
            "notes": "; ".join(notes),
            "late": self._late(name, student, used),
            "points": f"{sum(score[0] for score in scores.values()):g}",
            "max_points": f"{sum(most.values()):g}",
            "manual_pending": sum(score[2] for score in scores.values()),
            "exercises": {
                exercise: record["exercises"][exercise]
                for exercise in most
                if exercise in record.get("exercises", {})
            },
        }
        return row | {name: f"{scores[name][0]:g}" if name in scores else "0" for name in most}

    def _late(self, name: str, student: Student, used: dict | None) -> str:
        due = student.due
        if due is None:
            with Gradebook(self.database) as gradebook:
                moment = gradebook.find_assignment(name).duedate
            due = moment.replace(tzinfo=UTC).timestamp() if moment else None
        if used is None or due is None or used["time"] <= due:
            return ""
        minutes = int((used["time"] - due) // 60)
        return f"{minutes // 1440} d {minutes % 1440 // 60} h {minutes % 60} min"

    def _report(self, rows: list[dict], nobody: list[Upload]) -> None:
        width = max(len(row["student_id"]) for row in rows)
        log("")
        for row in rows:
            points = f"{row['points']:>5} of {row['max_points']}"
            about = row["reason"] or row["notes"]
            pending = (
                f" ({row['manual_pending']} answers to be read)" if row["manual_pending"] else ""
            )
            who = f"{row['student_id']:{width}}  {row['notebook']}"
            log(f"{who}  {row['status']:13} {points}{pending}  {about[:100]}")
        log("")
        counts = Counter(row["status"] for row in rows)
        log(", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]))
        if nobody:
            listed = ", ".join(upload.path for upload in nobody[:10])
            log(f"{len(nobody)} files belong to nobody on the roster or to no notebook: {listed}")
        log(f"grades:   {self.folder / 'grades.csv'}")
        log(f"feedback: {self.folder / 'feedback'}")
        log(f"summary:  {self.folder / 'summary'}")

    # --- places ---

    def _place(self, step: str, first: str, second: str) -> Path:
        return self.folder / step / first / second

    def _read(self, name: str, student: str) -> dict:
        path = self.folder / "records" / name / f"{student}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def _write(self, name: str, student: str, record: dict) -> bool:
        text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        return write_file(text.encode("utf-8"), self.folder / "records" / name / f"{student}.json")

    def _note(self, event: str, **facts) -> None:
        line = {"time": datetime.now().isoformat(timespec="seconds"), "event": event} | facts
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _config(classroom: Path) -> Config:
    config = nbgrader_config()
    for step in ("submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = str(classroom / step)
    config.CourseDirectory.db_url = f"sqlite:///{classroom / 'gradebook.db'}"
    return config


def _material(name: str) -> str:
    """Fingerprint of what a submission is graded with."""
    return digest(*(path(name).read_text("utf-8") for path in (solution_path, student_path)))


def _succeed(result: dict, what: str) -> None:
    if not result["success"]:
        reason = (result.get("error") or result.get("log") or "").strip().splitlines()
        raise UserError(f"{what} failed: {reason[-1] if reason else 'no reason given'}")


def _run_all(
    jobs: list[Job], settings: Settings, executor: Executor | None
) -> Iterator[tuple[Job, Outcome]]:
    """Run jobs side by side and yield results as they come, with a progress bar."""
    bar = tqdm(total=len(jobs), desc="grading", unit="notebook", file=sys.stdout,
               disable=None if jobs else True)  # fmt: skip
    with bar:
        pool = executor or _pool(settings.jobs)
        alone = []  # jobs that were under way when a worker process was killed
        try:
            futures = {pool.submit(run_job, job): job for job in jobs}
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenProcessPool:
                    alone.append(futures[future])
                    continue
                except Exception as error:
                    yield futures[future], _failed(error)
                bar.update()
        finally:
            if executor is None:
                pool.shutdown(cancel_futures=True)
        for job in alone:
            with _pool(1) as fresh:
                try:
                    yield job, fresh.submit(run_job, job).result()
                except Exception as error:
                    yield job, _failed(error)
            bar.update()


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers or os.cpu_count(), context, _end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work forever, and keep its box open."""

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    parent = multiprocessing.parent_process()
    threading.Thread(target=watch, daemon=True).start()


def _failed(error: Exception) -> Outcome:
    return Outcome(error=f"the grader failed, not the student: {type(error).__name__}: {error}")
