"""Honest submissions through real nbgrader: full marks, no marks, and feedback pages."""

import csv
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import bank
import nbformat
import pytest
from classroom import answered
from nbgrader.api import Gradebook
from vitcourse_authoring.course import ROOT, notebook_names, solution_path
from vitcourse_authoring.notebooks import hidden_tests, leaks
from vitcourse_grading import examine
from vitcourse_grading.grade import Settings, grade


def each_graded_notebook(test):
    """For every notebook, graded in a box."""
    test = pytest.mark.usefixtures("a_sandbox")(test)
    return pytest.mark.parametrize("name", notebook_names())(test)


def hand_in(folder: Path, student: str, name: str, answers: dict[str, str]) -> None:
    path = folder / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(answered(answers, name), path)


@cache
def graded(name: str) -> Path:
    """A classroom in which ada handed in the solutions and bob the untouched notebook.

    Without a worker's proof, which would grade the same two a second time.
    """
    folder = Path(mkdtemp(prefix="grading-"))
    solutions = {e: exercise.solution for e, exercise in bank.exercises(name).items()}
    hand_in(folder / "in", "ada", name, solutions)
    hand_in(folder / "in", "bob", name, {})
    proof = pytest.MonkeyPatch.context()
    with ThreadPoolExecutor(2) as threads, proof as patch:  # processes would have to import it all
        patch.setattr(examine, "prove", lambda notebook, boxed: "")
        grade(folder / "in", Settings(classroom=folder / "classroom"), threads)
    return folder / "classroom"


def scores(name: str, student: str) -> dict[str, tuple[float, float]]:
    with Gradebook(f"sqlite:///{graded(name) / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_submission_notebook(name, name, student)
        return {
            grade.name.removeprefix("test-"): (grade.auto_score, grade.max_score)
            for grade in notebook.grades
            if grade.name.startswith("test-")
        }


def feedback(name: str, student: str) -> str:
    return (graded(name) / "feedback" / student / name / f"{name}.html").read_text()


@each_graded_notebook
def test_reference_answers_get_full_marks(name):
    found = scores(name, "ada")
    assert set(found) == set(bank.exercises(name))
    assert {e: got for e, (got, _) in found.items()} == {e: most for e, (_, most) in found.items()}


@each_graded_notebook
def test_untouched_notebook_gets_no_marks(name):
    assert {got for got, _ in scores(name, "bob").values()} == {0}


@each_graded_notebook
def test_feedback_names_the_reason_of_a_zero(name):
    assert "Replace this line by your answer" in feedback(name, "bob")


@each_graded_notebook
def test_feedback_shows_no_hidden_test(name):
    from html import unescape
    from re import sub

    secret = hidden_tests(nbformat.read(solution_path(name), as_version=4))
    assert secret
    for student in ("ada", "bob"):
        text = unescape(sub(r"<[^>]+>", "", feedback(name, student)))
        assert leaks(secret, [text]) == []


@each_graded_notebook
def test_grades_csv_has_one_row_per_submission(name):
    with (graded(name) / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    # Graded, not held back: so every check failed when its expected value was altered.
    found = {student: (row["status"], row["reason"]) for student, row in rows.items()}
    assert found == {"ada": ("graded", ""), "bob": ("graded", "")}
    assert float(rows["ada"]["max_points"]) == 20


def test_command_line_reports_a_missing_folder_without_a_traceback(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "instructor", "grade", str(tmp_path / "none")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("error: ") and "neither a folder nor a zip" in run.stderr
    assert "Traceback" not in run.stderr


def test_tools_are_found_without_the_environment_on_path():
    code = "import vitcourse_authoring; from shutil import which; "
    code += "print(which('alembic'), which('nbgrader'))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert "None" not in run.stdout, run.stderr
