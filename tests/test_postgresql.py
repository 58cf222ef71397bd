"""The gradebook on a PostgreSQL server, shared by two computers; and marks given while grading."""

import os
import signal
import subprocess
import sys
import threading

import pytest
import test_pipeline
from classroom import working_copy
from nbgrader import api
from sqlalchemy import text
from test_cluster import wait_for
from test_kills import a_class, scores
from test_lab import free_port
from test_pipeline import COURSE, NAME, Room, quick
from vitcourse_authoring.course import ROOT, UserError, gradebook_url
from vitcourse_grading.exercises import exercises
from vitcourse_grading.grade import Settings, grade
from vitcourse_grading.records import TableRecords
from vitcourse_grading.store import Store

__all__ = ["quick"]  # a fixture


@pytest.fixture
def room(tmp_path, postgresql):
    """What the tests below, which are those of files and SQLite, are given instead."""
    return Room(tmp_path, postgresql)


for _name in (
    "a_class_is_graded_from_folder_to_csv",
    "a_second_run_runs_nothing_and_changes_nothing",
    "an_error_is_blank_and_repeated",
    "a_file_that_cannot_be_rebuilt_gives_way_to_the_one_before",
    "uploads_are_moved_and_withdrawn_by_name",
    "a_corrected_roster_gives_the_upload_to_its_owner",
    "the_same_files_once_more_change_nothing",
    "marks_by_hand_reach_table_and_page_without_a_folder",
    "a_changed_answer_is_pending_again_with_its_old_mark_beside_it",
    "a_mark_taken_back_in_formgrader_is_gone",
    "held_back_marks_are_accepted_or_refused_by_name",
    "points_in_formgrader_settle_what_was_held_back",
    "whatever_a_student_writes_is_text_on_the_page",
):
    globals()[f"test_{_name}"] = getattr(test_pipeline, f"test_{_name}")


# --- two computers ----------------------------------------------------------------------


def other_computer(room: Room) -> Room:
    """A second grader with a classroom of its own on the same gradebook."""
    (room.folder / "other").mkdir()
    return Room(room.folder / "other", room.url)


def test_a_second_computer_goes_on_where_the_first_was(room):
    room.put("ada_01.ipynb")
    room.put("bob_01.ipynb", pixels_to_unit=test_pipeline.ODD)
    room.grade()
    room.by_hand("ada", 1.5, "Good.")
    here = room.again()
    other = other_computer(room)
    assert other.again() == here and other.runner.jobs == []
    assert other.page("ada") == room.page("ada")
    other.by_hand("ada", 2, cell=next(one.cell for one in exercises(NAME) if one.is_text))
    assert other.again()["ada"]["points"] == "20" == room.again()["ada"]["points"]


def test_the_second_grader_is_told_who_grades_until_that_one_is_dead(room):
    room.put("ada_01.ipynb")
    code = (
        "import sys, time; from pathlib import Path\n"
        "from vitcourse_grading.records import records_of\n"
        f"with records_of(Path({str(room.folder / 'first')!r}), {room.url!r}):\n"
        "    print('held', flush=True); time.sleep(600)\n"
    )
    paths = os.pathsep.join([str(ROOT / "instructor"), str(ROOT / "course")])
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
                             env={**os.environ, "PYTHONPATH": paths})  # fmt: skip
    try:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(UserError, match=rf"process {first.pid}, since .* is grading with"):
            room.grade()
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    for _ in range(100):  # the server notices within a moment
        try:
            assert room.grade()["ada"]["status"] == "graded"
            return
        except UserError as error:
            assert "is grading with" in str(error)
    raise AssertionError("the lock of a dead grader was never freed")


def test_a_run_whose_lock_is_lost_stops_before_it_writes(room, monkeypatch):
    room.put("ada_01.ipynb")
    room.grade()
    before = (room.done / "grades.csv").read_bytes()
    room.put("ada_01 (1).ipynb", test_pipeline.ON_TIME + 5, text="new")
    prepare = Store.prepare

    def cut(store, *facts):
        with api.Gradebook(room.url, COURSE) as book:
            others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            book.db.execute(text(others))
        return prepare(store, *facts)

    monkeypatch.setattr(Store, "prepare", cut)
    with pytest.raises(UserError, match="the database of the gradebook was lost"):
        room.grade()
    monkeypatch.setattr(Store, "prepare", prepare)
    assert (room.done / "grades.csv").read_bytes() == before
    assert room.grade()["ada"]["status"] == "graded"


def test_killed_in_the_middle_it_goes_on(tmp_path, postgresql):
    whole = a_class(tmp_path / "whole")
    whole.grade()
    room = a_class(tmp_path / "killed", url=postgresql)
    for after in (25, 45, 65):
        child = os.fork()
        if not child:
            real, left = TableRecords._run, [after]

            def run(self, *facts, real=real, left=left, **values):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(self, *facts, **values)

            TableRecords._run = run
            try:
                room.grade()
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
    room.grade()
    grades = [(one.done / "grades.csv").read_bytes() for one in (room, whole)]
    assert grades[0] == grades[1]
    assert scores(room) == scores(whole)


# --- marks given while grading ----------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request, tmp_path):
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    room = Room(tmp_path, url)
    room.put("ada_01.ipynb")
    room.put("bob_01.ipynb")
    room.grade()
    return room


def test_a_mark_given_while_notebooks_run_counts(busy):
    run = busy.runner.run

    def slowly(jobs):
        for found in run(jobs):
            busy.by_hand("ada", 2, "Read meanwhile.")
            yield found

    busy.runner.run = slowly
    busy.put("bob_01 (1).ipynb", test_pipeline.ON_TIME + 5, text="another")
    assert busy.grade()["ada"]["points"] == "20"
    assert "Read meanwhile." in busy.page("ada")
    assert busy.again()["ada"]["points"] == "20"


def test_a_mark_given_while_the_gradebook_is_written_waits_and_counts(busy, monkeypatch):
    write, threads = Store.write, []

    def slowly(store, *facts):
        threads.append(threading.Thread(target=busy.by_hand, args=("ada", 2, "Just now.")))
        threads[0].start()
        threads[0].join(1)  # it waits for this transaction
        assert threads[0].is_alive()
        return write(store, *facts)

    monkeypatch.setattr(Store, "write", slowly)
    busy.grade()
    threads[0].join()
    monkeypatch.setattr(Store, "write", write)
    assert busy.again()["ada"]["points"] == "20"
    assert "Just now." in busy.page("ada")


# --- addresses --------------------------------------------------------------------------


def test_a_name_longer_than_a_server_takes_is_cut(room):
    room.roster(f"ada,{'A' * 300},Lovelace,")
    room.put("ada_01.ipynb")
    assert room.grade()["ada"]["first_name"] == "A" * 300
    with api.Gradebook(room.url, COURSE) as book:
        assert book.find_student("ada").first_name == "A" * 128


@pytest.mark.parametrize(
    "url, says",
    [
        ("postgresql://ada:secret@host/course", "a password, .* ~/.pgpass"),
        ("postgresql://host/my%20course", "an address with %"),
        ("mysql://host/course", "no address of a gradebook"),
    ],
)
def test_an_address_that_cannot_work_is_refused(url, says, tmp_path):
    with pytest.raises(UserError, match=says):
        gradebook_url(tmp_path, url)


def test_an_address_without_a_driver_gets_the_one_that_is_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("VITCOURSE_GRADEBOOK", "postgresql://ada@host/course")
    assert gradebook_url(tmp_path) == "postgresql+psycopg://ada@host/course"


def test_a_server_that_is_down_and_a_missing_driver_give_one_sentence(tmp_path, monkeypatch):
    pytest.importorskip("psycopg")
    url = "postgresql+psycopg://ada@127.0.0.1:1/course"
    with pytest.raises(UserError, match=r"127.0.0.1:1/course cannot be reached \(.*refused"):
        grade(None, Settings(classroom=tmp_path / "room", gradebook=url))
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UserError, match=r"needs the package psycopg: .*vitcourse\[postgresql\]"):
        grade(None, Settings(classroom=tmp_path / "room", gradebook=url))
    assert not (tmp_path / "room" / "grades.csv").exists()


# --- Formgrader -------------------------------------------------------------------------


@pytest.fixture
def formgrader(postgresql, tmp_path):
    """A class on the server, and the address at which Formgrader shows it."""
    root = working_copy(tmp_path / "course")
    room = Room(root, postgresql)
    room.put("ada_01.ipynb", text="Each image comes once.")
    room.grade()
    port = free_port()
    options = [f"--ServerApp.port={port}", "--IdentityProvider.token=", "--no-browser"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", "--allow-root", *options],
            cwd=root,
            env={**os.environ, "VITCOURSE_GRADEBOOK": postgresql, "HOME": str(tmp_path)},
            stdout=log,
            stderr=log,
        )
    try:
        yield room, f"http://127.0.0.1:{port}/formgrader"
    finally:
        server.kill()
        server.wait()


def test_points_given_in_formgrader_are_kept_by_the_next_run(formgrader, chromium):
    from playwright.sync_api import sync_playwright

    room, address = formgrader
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        wait_for(lambda: reached(page, f"{address}/gradebook/{NAME}/{NAME}"))
        page.click("a[href*='submissions/']")
        answer = page.locator(".nbgrader_cell", has_text="Each image comes once.")
        score = answer.locator(".score.needs_manual_grade")  # so the page knows the marks
        with page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
            score.fill("1.5")
            score.press("Tab")
        assert saved.value.ok
        browser.close()
    row = room.again()["ada"]
    assert (row["points"], row["manual_pending"]) == ("19.5", "0")
    room.put("bob_01.ipynb", pixels_to_unit=test_pipeline.ODD)
    assert room.grade()["ada"]["points"] == "19.5"


def reached(page, address: str) -> bool:
    try:
        return page.goto(address).ok
    except Exception as error:
        assert "ERR_CONNECTION_REFUSED" in str(error)
        return False
