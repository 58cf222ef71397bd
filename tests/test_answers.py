"""Every graded exercise: the stub fails, the solution passes, and the answer bank agrees."""

import bank
import pytest

from instructor.course import notebook_names
from instructor.syntax import suspicious_names

EXERCISES = [(name, exercise) for name in notebook_names() for exercise in bank.exercises(name)]
FILES = [
    (name, path.parent.name, path) for name in notebook_names() for path in bank.answer_files(name)
]


def _params(rows, label):
    return [pytest.param(*row, id=label(row)) for row in rows]


each_exercise = pytest.mark.parametrize(
    "notebook, exercise", _params(EXERCISES, lambda row: f"{row[0]}-{row[1]}")
)


@each_exercise
def test_untouched_stub_fails_with_a_readable_message(notebook, exercise):
    outcome = bank.outcomes(notebook)[exercise]["stub"]
    assert "Replace this line by your answer" in outcome.visible
    assert outcome.full


@each_exercise
def test_solution_passes_all_tests_silently(notebook, exercise):
    assert bank.outcomes(notebook)[exercise]["solution"] == bank.Outcome()


@each_exercise
def test_solution_passes_when_all_other_exercises_are_untouched(notebook, exercise):
    assert bank.lonely_outcomes(notebook)[exercise] == bank.Outcome()


@each_exercise
def test_bank_is_large_enough(notebook, exercise):
    files = [path.name for path in bank.answer_files(notebook, exercise)]
    number = "def " not in bank.exercises(notebook)[exercise].stub
    number = number and "class " not in bank.exercises(notebook)[exercise].solution
    wrong = sum(name.startswith("wrong_") for name in files)
    right = sum(name.startswith("right_") for name in files)
    assert wrong >= (1 if number else 3)
    assert right >= (0 if number else 1)
    assert wrong + right == len(files)


@each_exercise
def test_no_honest_answer_looks_suspicious(notebook, exercise):
    answers = [path.read_text() for path in bank.answer_files(notebook, exercise)]
    answers.append(bank.exercises(notebook)[exercise].solution)
    assert {suspicious_names(answer) for answer in answers} == {""}


def test_bank_holds_no_answers_to_unknown_exercises():
    assert {(name, exercise) for name, exercise, _ in FILES} <= set(EXERCISES)


@pytest.mark.parametrize(
    "notebook, exercise, path",
    _params(FILES, lambda row: f"{row[0]}-{row[1]}-{row[2].stem}"),
)
def test_answer_of_the_bank(notebook, exercise, path):
    outcome = bank.outcomes(notebook)[exercise][path.name]
    if path.name.startswith("right_"):
        assert outcome == bank.Outcome()
    else:
        hint = bank.expected_hint(path)
        assert hint, f"{path.name} states no hint"
        assert outcome.full, f"{path.name} passes every test"
        assert hint in outcome.full


def _exercise(visible, hidden=""):
    return bank.Exercise("x", "", "", [], visible, visible + "\n" + hidden, 1)


def test_the_gate_notices_a_wrong_answer_that_passes():
    outcome = bank.try_answer(_exercise("assert True"), "x = 1", "here", {})
    assert not outcome.full


def test_the_gate_notices_a_right_answer_that_fails_or_warns():
    failing = bank.try_answer(_exercise("pass", "assert x == 2, 'two'"), "x = 1", "here", {})
    assert (failing.visible, failing.full) == ("", "AssertionError: two")
    warning = "import warnings; warnings.warn('careful')"
    assert "careful" in bank.try_answer(_exercise("pass"), warning, "here", {}).stderr
