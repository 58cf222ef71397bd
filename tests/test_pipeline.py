"""From a folder of files to grades.csv, without boxes: who, when, which marks, and what stays."""

import csv
import io
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import classroom
import nbformat
import psutil
import pytest
from classroom import COURSE, LATE, NAME, ON_TIME, answered, solutions, write
from fake import FakeRunner
from nbgrader import api
from vitcourse_authoring.course import ROOT, UserError
from vitcourse_authoring.notebooks import notebook_bytes
from vitcourse_grading import examine, pages, runner
from vitcourse_grading import grade as grading
from vitcourse_grading.grade import Settings, decide, give, grade
from vitcourse_grading.ledger import Ledger
from vitcourse_grading.outcome import Outcome, Verdict
from vitcourse_grading.records import locked
from vitcourse_grading.report import lateness

FIRST, SECOND = classroom.FIRST, classroom.SECOND


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Leave out what takes long and decides nothing.

    nbgrader asks a program for the version of an empty gradebook; the summary has two figures.
    """
    monkeypatch.setattr(api, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(pages, "_image", lambda figure, alt: f"<p>{alt}</p>")


class Room:
    """A classroom with uploads, graded by the fake runner."""

    def __init__(self, folder: Path, url: str = ""):
        self.folder, self.uploads = folder, folder / "in"
        self.done = folder / "classroom"
        self.url = url or f"sqlite:///{self.done / 'gradebook.db'}"
        self.runner = FakeRunner()
        self.roster("ada,Ada,Lovelace,", "bob,Bob,Stone,")

    def roster(self, *lines: str) -> None:
        text = "\n".join(["student_id,first_name,last_name,due", *lines, ""])
        (self.folder / "roster.csv").write_text(text)

    def put(self, path: str, moment: float = ON_TIME, text: str = "", **changed: str) -> Path:
        """Hand in a solved notebook; a change of an answer by its name with _ for -."""
        write(self.uploads / path, a_notebook(text, **changed), moment)
        return self.uploads / path

    def grade(self, path: Path | None = None, **settings) -> dict[str, dict[str, str]]:
        facts = {"roster": self.folder / "roster.csv", "due": classroom.DUE} | settings
        where = {"classroom": self.done, "gradebook": self.url}
        grade(path or self.uploads, Settings(**where, **facts), self.runner)
        return self.rows()

    def again(self, **settings) -> dict[str, dict[str, str]]:
        """Without a folder."""
        where = {"classroom": self.done, "gradebook": self.url}
        grade(None, Settings(**where, **settings), self.runner)
        return self.rows()

    def give(self, upload: str, student: str) -> None:
        give(upload, student, self.done, self.runner, self.url)

    def decide(self, student: str, names: list[str], accepted: bool, reason: str = "") -> None:
        decide(student, NAME, names, accepted, reason, self.done, self.url)

    def rows(self) -> dict[str, dict[str, str]]:
        with (self.done / "grades.csv").open(encoding="utf-8") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}

    def owners(self) -> list[dict[str, str]]:
        with (self.done / "owners.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def page(self, student: str) -> str:
        return (self.done / "feedback" / student / NAME / f"{NAME}.html").read_text()

    def by_hand(
        self, student: str, points: float | None, comment: str = "", cell: str = ""
    ) -> None:
        classroom.by_hand(self.url, student, points, comment, cell)

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.done)): path.read_bytes()
            for path in sorted(self.done.rglob("*"))
            if path.is_file() and path.name not in ("grade.log", "gradebook.db", ".lock")
        }


def a_notebook(text: str = "", **changed: str) -> bytes:
    notebook = answered(solutions(**changed))
    if text:
        for cell in notebook.cells:
            if cell.source == classroom.FREE_TEXT:
                cell.source = text
    return notebook_bytes(notebook)


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path)


TEXTS = ("one answer", "another", "a third", "")
WRONG = "pixels_to_unit = 'WRONG'"
ODD = "pixels_to_unit = 'ODD'"


# --- the line of rooms ------------------------------------------------------------------


def test_a_class_is_graded_from_folder_to_csv(room):
    room.put("ada_01.ipynb")
    room.put("bob/01_tensors/01_tensors.ipynb", pixels_to_unit=WRONG)
    room.roster("ada,Ada,Lovelace,", "bob,Bob,Stone,", "eve,Eve,Adams,")
    rows = room.grade()
    assert [row["status"] for row in rows.values()] == ["graded", "graded", "not-submitted"]
    assert (rows["ada"]["points"], rows["ada"]["manual_pending"]) == ("18", "1")
    assert rows["bob"][FIRST] == "0" and rows["bob"][SECOND] == rows["ada"][SECOND]
    assert "expected 1, but got 2" in room.page("bob")
    assert rows["eve"]["points"] == "0" and "no file was handed in" in room.page("eve")


def test_a_second_run_runs_nothing_and_changes_nothing(room):
    room.put("ada_01.ipynb")
    room.put("bob_01.ipynb", pixels_to_unit=ODD)
    room.grade()
    before, ran = room.files(), len(room.runner.jobs)
    room.grade()
    assert room.files() == before
    assert len(room.runner.jobs) == ran == 2


def test_a_grader_that_cannot_tell_right_from_wrong_changes_nothing(room):
    room.put("ada_01.ipynb")
    room.grade()
    before = room.files()
    room.put("bob_01.ipynb", text="new")
    room.runner = FakeRunner(refused="the solutions do not get the points of x here")
    with pytest.raises(UserError, match="the solutions do not get the points"):
        room.grade()
    after = room.files()
    assert {path for path in after if before.get(path) != after[path]} <= {
        "ledger.jsonl",
        *(path for path in after if path.startswith("uploads/")),
    }


@pytest.mark.parametrize("part", ["course", "grader", "packages"])
def test_a_worker_with_another_version_refuses(part):
    outcome = examine.run_job(examine.Job(NAME, "", b"", {part: "another"}))
    assert outcome.refused == f"a worker has another version of {part}"


@pytest.mark.parametrize(
    "verdict, says",
    [
        (Verdict(True), "the untouched notebook of 01_tensors gets the points of a here"),
        (
            Verdict(False, "no torch"),
            r"the solutions .* do not get the points of a here \(no torch",
        ),
        (None, r"could not be graded here \(the kernel did not start"),
    ],
)
def test_a_worker_that_cannot_tell_right_from_wrong_refuses(verdict, says, monkeypatch):
    outcome = Outcome(exercises={"a": verdict} if verdict else {})
    outcome.error = "" if verdict else "the kernel did not start"
    monkeypatch.setattr(examine, "examine", lambda job: outcome)
    assert re.search(says, examine._prove.__wrapped__(NAME, False))


def test_an_error_is_blank_and_repeated(room):
    room.put("ada_01.ipynb")
    room.runner = FakeRunner(error="the grader failed, not the student: no memory")
    row = room.grade()["ada"]
    assert (row["status"], row["points"], row[FIRST], row["late"]) == ("error", "", "", "")
    room.runner = FakeRunner()
    assert room.grade()["ada"]["points"] == "18"


def test_a_file_that_cannot_be_rebuilt_gives_way_to_the_one_before(room):
    room.put("ada_01.ipynb", ON_TIME - 100)
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    write(room.uploads / "ada_01 (1).ipynb", notebook_bytes(empty), ON_TIME)
    row = room.grade()["ada"]
    assert row["status"] == "graded" and "a newer file was rejected (no answer" in row["notes"]


# --- who --------------------------------------------------------------------------------


def test_a_name_inside_a_students_folder_changes_nobody_elses_row(room):
    room.roster("ada,Ada,Lovelace,", "4711,Eve,Adams,")
    room.put("ada_01.ipynb")
    alone = room.grade()["ada"]
    room.put("Eve Adams_9_assignsubmission_file_/ada_01_tensors.ipynb", text="mine")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("ada/01_tensors/01_tensors.ipynb", a_notebook(text="also mine"))
    write(room.uploads / "eveadams_4711_12_x.zip", inner.getvalue())
    rows = room.grade()
    assert rows["ada"] == alone
    assert rows["4711"]["status"] == "graded"


def test_an_upload_of_two_students_is_nobodys_until_a_person_decides(room):
    room.roster("4711,Ada,Lovelace,", "4712,Bob,Stone,")
    room.put("lovelaceada_4712_99_05.ipynb")
    room.put("bob_01.ipynb")
    with pytest.raises(UserError, match="could be given to a student"):
        room.grade()
    room.put("4712_01.ipynb")
    assert room.grade()["4711"]["status"] == "not-submitted"
    [row] = [row for row in room.owners() if row["candidates"]]
    assert row["candidates"] == "4711 4712" and "different students" in row["reason"]
    lines = (
        (room.done / "owners.csv")
        .read_text()
        .replace(f"{row['upload']},,", f"{row['upload']},4711,")
    )
    (room.done / "owners.csv").write_text(lines)
    assert room.again()["4711"]["status"] == "graded"
    assert row["upload"] not in {row["upload"] for row in room.owners()}


def test_uploads_are_moved_and_withdrawn_by_name(room):
    room.put("stranger_01.ipynb")
    room.put("bob_01.ipynb", pixels_to_unit=WRONG)
    assert room.grade()["ada"]["status"] == "not-submitted"
    room.give("stranger_01.ipynb", "ada")
    assert room.rows()["ada"]["points"] == "18"
    room.give("bob_01.ipynb", "")
    assert room.rows()["bob"]["status"] == "not-submitted"
    with pytest.raises(UserError, match="no student"):
        room.give("bob_01.ipynb", "nobody")
    with pytest.raises(UserError, match="no upload"):
        room.give("none.ipynb", "ada")


def test_a_corrected_roster_gives_the_upload_to_its_owner(room):
    room.roster("ada,Ada,Lovelace,", "x,X,Y,")
    room.put("ada_01.ipynb")
    room.put("bob_01.ipynb")
    assert "bob" not in room.grade()
    room.roster("ada,Ada,Lovelace,", "bob,Bob,Stone,")
    rows = room.again(roster=room.folder / "roster.csv")
    assert rows["bob"]["status"] == "graded" and "x" not in rows


def test_without_a_roster_photos_and_copies_make_no_student(room):
    room.put("17/01_tensors.ipynb")
    room.put("17/01_tensors (1).ipynb", ON_TIME - 9)
    room.put("18_01_tensors (2).ipynb")
    room.put("01_tensors (3).ipynb")
    for name in ("photo.jpg", "notes.txt", "17/submission_secret.txt", "03/photo.png"):
        write(room.uploads / name, b"x")
    assert set(room.grade(roster=None)) == {"17", "18"}


def test_a_photo_beside_the_notebook_is_no_finding(room):
    room.put("ada/01_tensors/01_tensors.ipynb")
    write(room.uploads / "ada/01_tensors/photo.jpg", b"x")
    write(room.uploads / "onlinetext.html", b"x")
    assert room.grade()["ada"]["notes"] == ""
    assert not (room.done / "owners.csv").exists()


# --- when -------------------------------------------------------------------------------


def test_the_same_files_once_more_change_nothing(room):
    path = room.put("ada_01.ipynb")
    first = room.grade()
    os.utime(path, (LATE, LATE))  # downloaded again
    assert room.grade() == first
    shutil.copy(path, room.uploads / "ada_01 (1).ipynb")  # and handed in again, late
    assert room.grade() == first


def test_times_put_right_are_followed(room):
    path = room.put("ada_01.ipynb", LATE)
    assert room.grade()["ada"]["late"] == "0 d 18 h 0 min"
    os.utime(path, (ON_TIME, ON_TIME))
    assert room.grade()["ada"]["late"] == ""


def test_dates_inside_a_students_zip_count_for_nothing(room):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("01.ipynb", (2020, 1, 1, 0, 0, 0)), a_notebook())
    write(room.uploads / "ada.zip", data.getvalue(), LATE)
    assert room.grade()["ada"]["late"] == "0 d 18 h 0 min"


def test_a_platforms_zip_does_not_make_anybody_late(room):
    path = room.folder / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("lovelaceada_9_1_x.ipynb", "stonebob_LATE_8_2_x.ipynb"):
            archive.writestr(zipfile.ZipInfo(name, (2026, 12, 24, 0, 0, 0)), a_notebook(text=name))
    rows = room.grade(path)
    assert rows["ada"]["late"] == "" and "mark" in rows["bob"]["late"]


def test_nbgraders_timestamp_counts_and_a_students_does_not(room):
    room.put("ada/01_tensors/01_tensors.ipynb", LATE)
    write(room.uploads / "ada/01_tensors/timestamp.txt", b"2026-11-19 12:00:00.12 UTC", LATE)
    moodle = "Bob Stone_9_assignsubmission_file_"
    room.put(f"{moodle}/01_tensors.ipynb", LATE)
    write(room.uploads / moodle / "timestamp.txt", b"2026-11-19 12:00:00 UTC", LATE)
    rows = room.grade()
    assert (rows["ada"]["late"], rows["bob"]["late"]) == ("", "unknown")


@pytest.mark.parametrize(
    "moment, mark, due, own, says",
    [
        (None, None, 10, False, "unknown"),
        (None, None, None, False, ""),
        (None, True, None, False, "by the platform's mark"),
        (None, True, 10, True, "unknown"),
        (None, False, 10, False, ""),
        (70, None, 10, False, "0 d 0 h 1 min"),
        (9, None, 10, False, ""),
    ],
)
def test_lateness_is_known_unknown_or_the_platforms(moment, mark, due, own, says):
    assert lateness(moment, mark, due, own) == says


def test_of_two_files_with_one_time_attempt_then_answers_decide_and_it_is_said(room):
    room.put("lovelaceada_9_20_x-1.ipynb", text="second")
    room.put("lovelaceada_9_30_x.ipynb", text="first")
    write(room.uploads / "bob_a.ipynb", notebook_bytes(answered({})), ON_TIME)
    room.put("bob_b.ipynb")
    rows = room.grade()
    assert (
        rows["bob"]["points"] == "18" and "bob_b.ipynb counts: the newest" in rows["bob"]["notes"]
    )
    assert "x-1.ipynb counts" in rows["ada"]["notes"]


# --- marks ------------------------------------------------------------------------------


def test_marks_by_hand_reach_table_and_page_without_a_folder(room):
    room.put("ada_01.ipynb")
    room.grade()
    room.by_hand("ada", 1.5, "Well observed.")
    row = room.again()["ada"]
    assert (row["points"], row["manual_pending"]) == ("19.5", "0")
    assert "Well observed." in room.page("ada")
    assert room.again()["ada"] == row


def test_a_changed_answer_is_pending_again_with_its_old_mark_beside_it(room):
    room.put("ada_01.ipynb", text="a good answer")
    room.grade()
    room.by_hand("ada", 2)
    room.put("ada_01 (1).ipynb", ON_TIME + 9, text="I do not know")
    row = room.grade()["ada"]
    assert (row["points"], row["manual_pending"]) == ("18", "1")
    assert "2 points were given for an earlier answer" in row["notes"]
    room.by_hand("ada", 0.5)
    row = room.again()["ada"]
    assert (row["points"], row["manual_pending"]) == ("18.5", "0")
    room.give("ada_01 (1).ipynb", "")  # back to the first answer: its mark is known
    assert room.rows()["ada"]["points"] == "20"


def test_a_mark_taken_back_in_formgrader_is_gone(room):
    room.put("ada_01.ipynb")
    room.grade()
    room.by_hand("ada", 2)
    assert room.again()["ada"]["points"] == "20"
    with api.Gradebook(room.url, COURSE) as book:
        for grade_ in book.find_submission_notebook(NAME, NAME, "ada").grades:
            grade_.manual_score = None
        book.db.commit()
    assert room.again()["ada"]["points"] == "18"


@pytest.mark.parametrize("harm", ["deleted", "emptied", "cut off", "folders deleted"])
def test_a_lost_gradebook_is_made_again_with_its_marks(room, harm):
    room.put("ada_01.ipynb")
    room.grade()
    room.by_hand("ada", 2, "Good.")
    before = room.again()
    book = room.done / "gradebook.db"
    if harm == "deleted":
        book.unlink()
    elif harm == "emptied":
        book.write_bytes(b"")
    elif harm == "cut off":
        book.write_bytes(book.read_bytes()[:5000])
    else:
        for name in ("submitted", "autograded", "feedback"):
            shutil.rmtree(room.done / name)
    assert room.again() == before
    assert "Good." in room.page("ada")


def test_a_gradebook_of_another_course_is_refused(room):
    room.put("ada_01.ipynb")
    room.done.mkdir()
    with api.Gradebook(f"sqlite:///{room.done / 'gradebook.db'}", COURSE) as book:
        book.add_assignment("ps1")
    with pytest.raises(UserError, match="ps1, which this course does not have"):
        room.grade()
    (room.done / "gradebook.db").unlink()
    with sqlite3.connect(room.done / "gradebook.db") as connection:
        connection.execute("CREATE TABLE photos (x)")
    with pytest.raises(UserError, match="no gradebook of nbgrader"):
        room.grade()


def test_held_back_marks_are_accepted_or_refused_by_name(room):
    room.put("ada_01.ipynb", pixels_to_unit=ODD)
    room.put("bob_01.ipynb", pixels_to_unit=ODD, standardize="standardize = 'ODD'")
    rows = room.grade()
    assert {row["status"] for row in rows.values()} == {"needs-review"}
    assert rows["ada"][FIRST] == "0" and "held back" in room.page("ada")
    room.decide("ada", [], True)
    room.decide("bob", [FIRST], False, "copied")
    rows = room.rows()
    assert (rows["ada"]["status"], rows["ada"]["points"]) == ("graded", "18")
    assert "held back" not in room.page("ada")
    assert rows["bob"]["status"] == "needs-review"
    assert "not accepted by your instructor: copied" in room.page("bob")
    room.decide("bob", [SECOND], True)
    assert room.rows()["bob"]["status"] == "graded"
    with pytest.raises(UserError, match="no-such-exercise is not held back"):
        room.decide("bob", ["no-such-exercise"], True)
    with pytest.raises(UserError, match="no graded"):
        room.decide("nobody", [], True)


def test_points_in_formgrader_settle_what_was_held_back(room):
    room.put("ada_01.ipynb", pixels_to_unit=ODD)
    room.grade()
    room.by_hand("ada", 1, cell=f"test-{FIRST}")
    row = room.again()["ada"]
    assert (row["status"], row[FIRST]) == ("graded", "1")
    assert "held back" not in room.page("ada")


def test_boxed_after_unboxed_is_graded_again_and_said(room, caplog):
    caplog.set_level(logging.INFO, "vitcourse_grading")
    room.put("ada_01.ipynb")
    room.grade(boxed=False)
    room.grade(boxed=True)
    assert len(room.runner.jobs) == 2
    assert "1: the sandbox is another" in caplog.text
    room.grade(boxed=True, force=True)
    assert len(room.runner.jobs) == 3


def test_a_regrade_says_what_changes_for_whom_and_why_before_it_writes(room, caplog):
    caplog.set_level(logging.INFO, "vitcourse_grading")
    room.put("ada_01.ipynb")
    dry = Settings(classroom=room.done, roster=room.folder / "roster.csv", dry_run=True)
    grade(room.uploads, dry, room.runner)
    assert not room.done.exists()
    room.grade()
    before = room.files()
    room.put("ada_01 (1).ipynb", ON_TIME + 5, pixels_to_unit=WRONG)
    room.grade(dry_run=True)
    assert room.files() == before
    [line] = [r.getMessage() for r in caplog.records if "changed:" in r.getMessage()]
    assert "ada" in line and f"{FIRST} 2 -> 0" in line and "(1).ipynb counts now" in line
    assert room.grade()["ada"][FIRST] == "0"


# --- what is refused --------------------------------------------------------------------


def test_the_repository_the_classroom_and_its_output_are_refused(room):
    room.put("ada_01.ipynb")
    room.grade()
    for path in (ROOT, ROOT.parent, ROOT / "course", room.done, room.done / "submitted",
                 room.folder, Path(""), Path(".")):  # fmt: skip
        with pytest.raises(UserError):
            grade(path, Settings(classroom=room.done), room.runner)
    with pytest.raises(UserError, match="is a classroom"):
        other = Settings(classroom=room.folder / "other")
        grade(room.done / "submitted", other, room.runner)


def test_a_classroom_that_cannot_be_used_is_refused_before_anything_is_written(room, monkeypatch):
    room.put("ada_01.ipynb")
    room.done.write_text("a file")
    with pytest.raises(UserError, match="is a file"):
        room.grade()
    room.done.unlink()
    (room.done / "records").mkdir(parents=True)
    with pytest.raises(UserError, match="first edition"):
        room.grade()
    shutil.rmtree(room.done)
    usage = shutil.disk_usage(room.folder)
    monkeypatch.setattr(grading.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(UserError, match="almost full"):
        room.grade()
    assert not room.done.exists()


@pytest.mark.usefixtures("a_sandbox")
def test_a_read_only_classroom_is_refused_before_anything_is_run(room):
    room.put("ada_01.ipynb")
    room.done.mkdir()
    grading_it = ["-m", "instructor", "grade", str(room.uploads), "--no-sandbox"]
    run = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", "--ro-bind", str(room.done), str(room.done), "--",
         sys.executable, *grading_it, "--classroom", str(room.done)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 1 and run.stdout == ""
    assert run.stderr == f"error: {room.done} cannot be written (Read-only file system).\n"
    assert list(room.done.iterdir()) == []


@pytest.mark.parametrize("free, workers", [(100, 1), (1600, 1), (3200, 2), (10**6, 4)])
def test_no_more_notebooks_run_at_once_than_memory_allows(free, workers, monkeypatch):
    memory = psutil.virtual_memory()._replace(available=free * 2**20)
    monkeypatch.setattr(runner.psutil, "virtual_memory", lambda: memory)
    monkeypatch.setattr(runner.os, "cpu_count", lambda: 4)
    assert runner.most_workers() == workers


def test_without_a_folder_and_a_classroom_there_is_nothing_to_do(room):
    with pytest.raises(UserError, match="no classroom yet"):
        room.again()
    assert not room.done.exists()


def test_a_second_run_says_who_holds_the_lock(room):
    room.put("ada_01.ipynb")
    with locked(room.done), pytest.raises(UserError, match=rf"process {os.getpid()}, since"):
        room.grade()


def test_an_unreadable_upload_spoils_no_other(room, monkeypatch):
    room.put("ada_01.ipynb")
    path = room.put("bob_01.ipynb")
    real = Path.open

    def refuse(self, *args, **kwargs):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    rows = room.grade()
    assert rows["ada"]["status"] == "graded"
    assert (rows["bob"]["status"], rows["bob"]["reason"]) == (
        "rejected",
        "the file cannot be read (Permission denied)",
    )


def test_the_ledger_is_read_after_any_kill(room):
    room.put("ada_01.ipynb")
    before = room.grade()
    path = room.done / "ledger.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"event": "seen", "ent')  # cut off
    assert room.grade() == before
    path.write_bytes(whole[: len(whole) // 2])
    assert room.grade() == before
    path.write_bytes(b'{"event": "?"}\n' + whole)
    with pytest.raises(UserError, match=r"ledger.jsonl, line 1, cannot be read"):
        room.grade()


def test_a_half_written_outcome_is_graded_again(room):
    room.put("ada_01.ipynb")
    before = room.grade()
    [path] = (room.done / "outcomes" / NAME).glob("*.json")
    path.write_bytes(path.read_bytes()[:99])
    (path.parent / ".DS_Store").write_bytes(b"x")
    assert room.grade() == before
    assert len(room.runner.jobs) == 2


def test_the_ledger_only_grows(room):
    room.put("ada_01.ipynb")
    room.grade()
    first = (room.done / "ledger.jsonl").read_bytes()
    room.put("ada_01.ipynb", text="changed in place")
    room.grade()
    assert (room.done / "ledger.jsonl").read_bytes().startswith(first)
    uploads = Ledger(room.done).uploads.values()
    assert len({upload.digest for upload in uploads}) == 2
    assert all(Ledger(room.done).data(upload.digest) for upload in uploads)


# --- pages ------------------------------------------------------------------------------


def test_whatever_a_student_writes_is_text_on_the_page(room):
    evil = "<script>vandal()</script> [x](&#106;avascript:v()) ![p](https://x.example/p.png)"
    room.roster('ada,<img src=x onerror=v()>,"Love<lace",', "bob,Bob,Stone,")
    room.put("ada_01.ipynb", text=evil + " ### BEGIN HIDDEN TESTS")
    room.grade()
    room.by_hand("ada", 1, "<b onclick=v()>good</b>")
    assert room.again()["ada"]["points"] == "19"
    page = room.page("ada")
    for tag in ("<script", "<img", "<a ", "<b onclick", "<iframe", "<link"):
        assert tag not in page
    assert "default-src 'none'" in page and "width=device-width" in page
    assert page.index("1.1 ") < page.index("1.2 ")


def test_in_a_browser_pages_run_nothing_ask_for_nothing_and_fit_a_phone(room, chromium):
    from playwright.sync_api import sync_playwright

    evil = "<script>alert(1)</script><img src=https://x.example/p.png onerror=alert(1)>"
    room.roster(f"ada,{evil},Lovelace,")
    room.put("ada_01.ipynb", text=evil + "x" * 500, pixels_to_unit=WRONG)
    room.grade()
    room.by_hand("ada", 1, evil)
    room.again()
    paths = [room.done / "feedback" / "ada" / NAME / f"{NAME}.html"]
    paths.append(room.done / "summary" / f"{NAME}.html")
    seen = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in paths:
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.on("request", lambda request: seen.append(request.url))
            page.on("dialog", lambda dialog: seen.append(dialog.message))
            page.goto(path.as_uri())
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") == 390
        browser.close()
    assert seen == [path.as_uri() for path in paths]


def test_nbgrader_alone_refuses_to_grade_collected_work(tmp_path):
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from vitcourse_authoring.course import nbgrader_config

    config = nbgrader_config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.db_url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    write(tmp_path / "classroom" / "submitted" / "ada" / NAME / f"{NAME}.ipynb", a_notebook())
    with api.Gradebook(config.CourseDirectory.db_url, COURSE) as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
    api_ = NbGraderAPI(CourseDirectory(config=config), config=config)
    api_.log.setLevel(logging.CRITICAL)
    result = api_.autograde(NAME, "ada")
    assert not result["success"]
    assert not list(tmp_path.glob("classroom/autograded/ada/*/*.ipynb"))


def test_wrong_arguments_give_one_sentence(tmp_path):
    (tmp_path / "table.csv").write_bytes(b"PK\x03\x04\0\0student_id")  # a spreadsheet
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "ada_01.ipynb", a_notebook())
    calls = [
        ["grade", str(tmp_path / "in"), "--roster", str(tmp_path / "table.csv")],
        ["grade", str(tmp_path / "in"), "--jobs", "-1"],
        ["accept", "ada", "99", "--classroom", str(tmp_path / "none")],
    ]
    code = "import sys; from instructor.__main__ import main\nfor a in {}:\n    sys.argv[1:] = a\n"
    code += (
        "    try:\n        print('code', main())\n    except SystemExit as e: print('code', e.code)"
    )
    run = subprocess.run([sys.executable, "-c", code.format(calls)], cwd=ROOT, capture_output=True,
                         text=True)  # fmt: skip
    assert "Traceback" not in run.stderr + run.stdout
    assert run.stdout.split() == ["code", "1", "code", "2", "code", "1"], run.stderr
