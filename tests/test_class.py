"""A whole class in real kernels in real boxes: every row of the list of what can happen."""

import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace

import classroom
import nbformat
import psutil
import pytest
from classroom import ALL, DUE, FIRST, LIMITS, NAME, SECOND, bad_cases, by_hand, fill, ordinary
from nbgrader.api import Gradebook
from test_cluster import cluster
from vitcourse_authoring.course import ROOT, UserError, solution_path
from vitcourse_authoring.notebooks import hidden_tests, leaks
from vitcourse_grading import examine, sandbox
from vitcourse_grading.grade import Settings, grade
from vitcourse_grading.outcome import Outcomes

__all__ = ["cluster"]  # a fixture

HUNDRED = bool(os.environ.get("VITCOURSE_CLASS"))  # set by `make test-class`
ONE_WORKER = () if HUNDRED else ("--jobs", "1")  # every worker more is one more proof


pytestmark = pytest.mark.usefixtures("a_sandbox")


def run_grading(folder: Path, executor: Executor | None = None, **others) -> Path:
    """Grade ``folder/uploads`` into ``folder/classroom``; ``others`` are further settings."""
    settings = Settings(
        roster=folder / "roster.csv",
        due=DUE,
        limits=LIMITS,
        classroom=folder / "classroom",
        **others,
    )
    grade(folder / "uploads", settings, executor)
    return folder / "classroom"


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def messages(folder: Path, student: str) -> str:
    """What the checks of a student's lost exercises said."""
    standing = json.loads((folder / "standing.json").read_text())[f"{NAME}/{student}"]
    outcome = Outcomes(folder).get(NAME, standing["cause"].get("upload", ""))
    verdicts = outcome.exercises.values() if outcome else []
    return " ".join(verdict.reason or verdict.withheld for verdict in verdicts)


def page(folder: Path, student: str) -> str:
    return (folder / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("grade.log", "gradebook.db", ".lock")
    }


def gradebook(folder: Path, url: str = "") -> list[tuple]:
    """Every score and comment in it."""
    with Gradebook(url or f"sqlite:///{folder / 'gradebook.db'}") as book:
        return sorted(
            (row.student.id, grade.name, grade.auto_score, str(grade.manual_score),
             grade.needs_manual_grade, str([c.comment for c in row.comments]))
            for row in book.notebook_submissions(NAME, NAME)
            for grade in row.grades
        )  # fmt: skip


def assert_as_expected(case: classroom.Case, folder: Path) -> None:
    row = rows(folder)[case.student]
    assert row["status"] == case.status, row["reason"]
    points = {name: exercise.points for name, exercise in classroom.exercises().items()}
    wanted = {name: 0 if name in case.lost else most for name, most in points.items()}
    assert {name: float(row[name]) for name in points} == wanted, (
        row,
        messages(folder, case.student),
    )
    said = " ".join([row["reason"], row["notes"], messages(folder, case.student)])
    assert case.says in said
    assert row["late"] == case.late
    if case.lost:
        assert row["reason"] or messages(folder, case.student), "a zero without a reason"


# --- the class with every bad case ------------------------------------------------------


@cache
def bad_class() -> SimpleNamespace:
    """One run over all bad cases, with the instructor's files and a server as targets."""
    folder = Path(mkdtemp(prefix="class-"))
    for directory in ("classroom/submitted/s000", "classroom/feedback"):
        (folder / directory).mkdir(parents=True)
    bystander = folder / "classroom" / "bystander.txt"
    bystander.write_text("untouched")
    names = ["gradebook.db", "grades.csv", "bystander.txt", f"submitted/s000/{NAME}/{NAME}.ipynb"]
    victims = [str(folder / "classroom" / name) for name in names]
    victims.append(str(ROOT / "nbgrader_config.py"))
    reached = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        cases = bad_cases(server.getsockname()[1], victims)
        fill(folder, cases)
        before = {path: path.stat().st_mtime_ns for path in (folder / "uploads").rglob("*")}
        config = (ROOT / "nbgrader_config.py").read_bytes()
        with ThreadPoolExecutor(3) as threads:
            run_grading(folder, classroom.OneBoxEach(threads, cases, folder / "uploads"))
        with suppress(TimeoutError):
            reached.append(server.accept())
    return SimpleNamespace(
        folder=folder,
        classroom=folder / "classroom",
        cases={case.row: case for case in cases},
        reached=reached,
        before=before,
        config=config,
        bystander=bystander,
    )


@pytest.mark.parametrize("row", [case.row for case in bad_cases(0, [])])
def test_row(row):
    graded = bad_class()
    assert_as_expected(graded.cases[row], graded.classroom)


def printed(row: str) -> str:
    graded = bad_class()
    path = graded.classroom / "submitted" / graded.cases[row].student / NAME / f"{NAME}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def test_nothing_secret_lies_where_a_student_can_read():
    found = printed("reading hidden tests, solutions or other students' work from disk")
    assert "secrets found: []" in found


def test_nothing_of_the_instructor_can_be_written():
    graded = bad_class()
    assert "wrote: []" in printed("writing to the gradebook, to ../, to other submissions")
    assert graded.bystander.read_text() == "untouched"
    assert (ROOT / "nbgrader_config.py").read_bytes() == graded.config
    assert not list(graded.folder.rglob("vandal.txt"))


def test_no_network_is_reached():
    assert bad_class().reached == []
    assert "reached: []" in printed("network access")


def test_no_process_is_left_behind():
    bad_class()
    commands = [
        " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])
    ]
    assert [command for command in commands if "time.sleep(7777)" in command] == []


def test_uploads_are_left_as_they_were():
    graded = bad_class()
    after = {path: path.stat().st_mtime_ns for path in (graded.folder / "uploads").rglob("*")}
    assert after == graded.before


def test_every_student_has_exactly_one_row_and_a_page():
    graded = bad_class()
    assert set(rows(graded.classroom)) == {case.student for case in graded.cases.values()}
    for case in graded.cases.values():
        assert page(graded.classroom, case.student)


def test_feedback_names_the_mistake():
    graded = bad_class()
    case = graded.cases["plausible wrong answer"]
    assert case.says in unescape(page(graded.classroom, case.student))


def test_feedback_shows_no_hidden_test_of_anyone():
    graded = bad_class()
    secret = hidden_tests(nbformat.read(solution_path(NAME), as_version=4))
    for case in graded.cases.values():
        text = unescape(re.sub(r"<[^>]+>", "", page(graded.classroom, case.student)))
        assert leaks(secret, [text]) == [], case.row


def test_free_text_runs_nothing_in_the_browser_of_whoever_grades():
    graded = bad_class()
    student = graded.cases["script in free text"].student
    path = graded.classroom / "autograded" / student / NAME / f"{NAME}.ipynb"
    for text in (page(graded.classroom, student), path.read_text()):
        assert "Since a" in text
        assert "<script>vandal" not in text and "javascript:vandal" not in text


def test_summary_shows_scores_exercises_and_messages():
    text = (bad_class().classroom / "summary" / f"{NAME}.html").read_text()
    assert text.count("<img") == 2
    assert "Most frequent messages" in text and "needs-review" in text


def test_on_a_cluster_and_without_bad_neighbors_honest_students_get_the_same(cluster):
    folder = Path(mkdtemp(prefix="class-"))  # the boxes' users must be able to enter it
    fill(folder, classroom.chosen("perfect", "plausible wrong answer", "late"))
    for name in ("one", "two"):
        cluster.worker(name, fake=False)
    cluster.ready(2)
    alone = rows(run_grading(folder, cluster=cluster.address))
    among_others = rows(bad_class().classroom)
    assert len(alone) == 3
    assert alone == {student: among_others[student] for student in alone}


def test_a_second_run_changes_nothing():
    graded = bad_class()
    before, scores = snapshot(graded.classroom), gradebook(graded.classroom)
    run_grading(graded.folder)
    after = snapshot(graded.classroom)
    assert [path for path in before | after if before.get(path) != after.get(path)] == []
    assert gradebook(graded.classroom) == scores


class Replay:
    """Gives the outcomes of another classroom, so that nothing is run again."""

    def __init__(self, folder: Path):
        self.outcomes = Outcomes(folder)

    def run(self, jobs):
        for job in jobs:
            outcome = self.outcomes.get(job.notebook, job.upload)
            if outcome.answers:
                notebook = self.outcomes.notebook(job.notebook, job.upload).decode()
                outcome = replace(outcome, notebook=notebook)
            yield job, outcome


def replayed(graded: SimpleNamespace, into: Path, book: str = "") -> Path:
    """Grade a class once more, in one go, into a new classroom; return its table."""
    settings = Settings(
        roster=graded.folder / "roster.csv", due=DUE, limits=LIMITS, classroom=into, gradebook=book
    )
    return grade(graded.folder / "uploads", settings, Replay(graded.classroom))


def test_on_a_postgresql_server_the_same_grades_come_out(postgresql, tmp_path):
    graded = bad_class()
    found = replayed(graded, tmp_path / "classroom", postgresql)
    assert found.read_bytes() == (graded.classroom / "grades.csv").read_bytes()
    assert gradebook(graded.classroom) == gradebook(graded.classroom, postgresql)


# --- killed, corrected, by hand ---------------------------------------------------------


def command(folder: Path, *options: str) -> list[str]:
    limits = ["--cell-seconds", str(LIMITS.cell_seconds)]
    limits += ["--total-seconds", str(LIMITS.total_seconds)]
    return [
        *(sys.executable, "-m", "instructor", "grade", str(folder / "uploads"), "--due", DUE),
        *("--roster", str(folder / "roster.csv"), "--classroom", str(folder / "classroom")),
        *limits,
        *options,
    ]


def kill_half_way(folder: Path, finished: int) -> None:
    """Start grading, and kill it without warning when some notebooks are done."""
    run = subprocess.Popen(command(folder, *ONE_WORKER), cwd=ROOT, stdout=subprocess.DEVNULL)
    while len(outcomes(folder)) < finished:
        assert run.poll() is None, "it ended too early"
        time.sleep(0.2)
    below = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGKILL)
    run.wait()
    for _ in range(100):
        below = [process for process in below if is_alive(process)]
        if not below:
            return
        time.sleep(0.2)
    raise AssertionError(f"workers or boxes outlive the grader: {below}")


def outcomes(folder: Path) -> dict[str, int]:
    """Uploads that were run to their end, and when."""
    found = (folder / "classroom" / "outcomes").glob("*/*.json")
    return {path.stem: path.stat().st_mtime_ns for path in found}


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@cache
def killed_class() -> SimpleNamespace:
    """Three students, graded by a command that was killed when it had done one of them."""
    folder = Path(mkdtemp(prefix="class-"))
    flawed = classroom.code_case("flawed", classroom.correct(SECOND, "flaw = 1"), SECOND)
    cases = [flawed, *classroom.chosen("plausible wrong answer"), ordinary(0)]
    fill(folder, cases)
    kill_half_way(folder, 1)
    assert not (folder / "classroom" / "grades.csv").exists()
    finished = outcomes(folder)
    finish = command(folder, *ONE_WORKER)
    subprocess.run(finish, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    assert outcomes(folder).items() >= finished.items()  # nothing was run twice
    return SimpleNamespace(folder=folder, classroom=folder / "classroom", cases=cases)


def test_killed_half_way_and_run_again_gives_the_same_grades(tmp_path):
    killed = killed_class()
    for case in killed.cases:
        assert_as_expected(case, killed.classroom)
    found = replayed(killed, tmp_path / "at once")
    assert found.read_bytes() == (killed.classroom / "grades.csv").read_bytes()
    assert gradebook(tmp_path / "at once") == gradebook(killed.classroom)


def test_corrected_test_changes_only_its_exercise_and_keeps_manual_marks():
    folder = Path(mkdtemp(prefix="class-")) / "class"
    shutil.copytree(killed_class().folder, folder)
    before = rows(folder / "classroom")
    text = by_hand(f"sqlite:///{folder / 'classroom' / 'gradebook.db'}", "s000", 1)

    root = classroom.working_copy(folder / "course")
    path = root / "solutions" / NAME / f"{NAME}.ipynb"
    whole = nbformat.read(path, as_version=4)
    cell = classroom.cell_of(whole, f"test-{SECOND}")
    line = 'check.that("corrected", "flaw" not in globals(), hint="The corrected test.")\n'
    cell.source = cell.source.replace("### END HIDDEN TESTS", f"{line}### END HIDDEN TESTS")
    nbformat.write(whole, path)
    subprocess.run(command(folder, *ONE_WORKER), cwd=root, check=True, stdout=subprocess.DEVNULL)

    after = rows(folder / "classroom")
    assert float(before["s000"][SECOND]) > 0 and float(after["s000"][SECOND]) == 0
    assert float(after["s000"][text]) == 1 and after["s000"]["manual_pending"] == "0"
    for student in before:
        for exercise in ALL - {SECOND}:
            assert before[student][exercise] == after[student][exercise]


def test_manual_marks_reach_grades_and_feedback(tmp_path):
    folder = shutil.copytree(killed_class().folder, tmp_path / "class")
    done = folder / "classroom"
    first = rows(done)["s000"]
    assert first["manual_pending"] == "1"
    by_hand(f"sqlite:///{done / 'gradebook.db'}", "s000", 0.5, "Well observed.")
    run_grading(folder)
    second = rows(done)["s000"]
    assert float(second["points"]) == float(first["points"]) + 0.5
    assert "Well observed." in page(done, "s000")


def test_without_a_box_the_same_grades_come_out(monkeypatch):
    monkeypatch.setattr(examine, "prove", lambda notebook, boxed: "")  # as in a box, only slower
    folder = Path(mkdtemp(prefix="class-"))
    case = ordinary(1)
    fill(folder, [case])
    with ThreadPoolExecutor(1) as threads:
        run_grading(folder, threads, boxed=False)
    assert_as_expected(case, folder / "classroom")


def test_without_a_sandbox_grading_refuses_to_start(monkeypatch, tmp_path):
    fill(tmp_path, [ordinary(0)])
    monkeypatch.setattr(sandbox, "unavailable", lambda: "the sandbox needs Linux.")
    with pytest.raises(UserError, match="--no-sandbox"):
        run_grading(tmp_path)
    assert not (tmp_path / "classroom").exists()


# --- a hundred --------------------------------------------------------------------------


def class_of_a_hundred_killed_and_repeated():
    folder = Path(mkdtemp(prefix="class-"))
    cases = bad_cases(9, [str(folder / "classroom" / "grades.csv")])
    cases += [ordinary(seed) for seed in range(100 - len(cases))]
    fill(folder, cases)
    kill_half_way(folder, 40)
    finished = outcomes(folder)
    begun = time.monotonic()
    done = run_grading(folder)
    print(f"{len(cases)} students, second half in {time.monotonic() - begun:.0f} s")
    for case in cases:
        assert_as_expected(case, done)
    assert len(rows(done)) == 100
    assert outcomes(folder).items() >= finished.items(), "the second run began again"
    before = snapshot(done)
    run_grading(folder)
    assert snapshot(done) == before
    assert FIRST in rows(done)["s000"]


if HUNDRED:
    test_class_of_a_hundred_killed_and_repeated = class_of_a_hundred_killed_and_repeated
