"""The student's files: filling, updating, progress, what the grader would say, the score."""

import shutil

import bank
import nbformat
import pytest
import vitcourse
from vitcourse import __main__ as command
from vitcourse import session, workbook
from vitcourse_authoring.course import ROOT, notebook_names, student_path

NAME = "02_softmax_regression"
NAMES = notebook_names()


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A student's folder with a filled workbook."""
    for name in NAMES:
        shutil.copytree(ROOT / "course" / name, tmp_path / "course" / name)
    workbook.fill(tmp_path / "course", tmp_path / "workbook")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mine(root, name=NAME):
    return root / "workbook" / name / f"{name}.ipynb"


def change(path, edit):
    notebook = nbformat.read(path, as_version=4)
    edit({cell.id: cell for cell in notebook.cells}, notebook)
    nbformat.write(notebook, path)


def run(*arguments, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["vitcourse", *map(str, arguments)])
    code = command.main()
    said = capsys.readouterr()
    return code, said.out + said.err


def solve(path, *exercises, name=NAME):
    def edit(cells, _):
        for exercise in exercises:
            cells[exercise].source = bank.exercises(name)[exercise].solution
            test = cells[f"test-{exercise}"]
            test.execution_count = 1
            test.outputs = [nbformat.v4.new_output("stream", name="stdout", text="✓ fine\n")]

    change(path, edit)


# --- fill and update --------------------------------------------------------------------


def test_filling_never_touches_what_is_there(root):
    mine(root).write_text("my work")
    assert workbook.fill(root / "course", root / "workbook") == []
    assert mine(root).read_text() == "my work"


def test_an_untouched_notebook_gets_the_new_version(root):
    def edit(cells, notebook):
        notebook.cells[2].source += "\nA new sentence."

    change(root / "course" / NAME / f"{NAME}.ipynb", edit)
    lines = list(workbook.update(root / "course", root / "workbook"))
    assert lines == [f"{NAME}.ipynb: new version (you had not written anything in the old one)."]
    assert "A new sentence." in mine(root).read_text()
    assert list(workbook.update(root / "course", root / "workbook")) == []


def test_a_notebook_that_was_only_run_is_untouched(root):
    def run_all(cells, _):
        cells["test-softmax"].execution_count = 7

    def edit(cells, notebook):
        notebook.cells[2].source += "\nA new sentence."

    change(mine(root), run_all)
    change(root / "course" / NAME / f"{NAME}.ipynb", edit)
    assert "new version" in " ".join(workbook.update(root / "course", root / "workbook"))


def test_an_answered_notebook_stays_and_the_news_is_listed(root, monkeypatch):
    solve(mine(root), "softmax")
    before = mine(root).read_bytes()
    path = root / "course" / NAME / f"{NAME}.ipynb"

    def edit(cells, notebook):
        cells["test-softmax"].source += "\n# stricter"
        notebook.cells[2].source += "\nA new sentence."

    change(path, edit)
    exercises = [
        workbook.Exercise(**{**vars(row), "check": "new"}) if row.id == "softmax" else row
        for row in workbook.course_exercises()[NAME]
    ]
    monkeypatch.setattr(workbook, "course_exercises", lambda: {NAME: exercises})
    (line,) = workbook.update(root / "course", root / "workbook")
    assert "kept, since you have written in it" in line
    assert "changed checks of 2.1; 1 changed cells of text or code" in line
    assert mine(root).read_bytes() == before


def test_answers_alone_are_no_news(root):
    solve(mine(root), "softmax")
    assert list(workbook.update(root / "course", root / "workbook")) == []


def test_a_damaged_notebook_is_kept_and_named(root):
    mine(root).write_text("{")
    (line,) = workbook.update(root / "course", root / "workbook")
    assert line == f"{NAME}.ipynb: kept as it is, since it is no valid notebook, perhaps cut off."


def test_a_missing_notebook_and_a_changed_photo_come_in(root):
    mine(root).unlink()
    (root / "course" / "06_fine_tuning" / "chelsea.jpg").write_bytes(b"new")
    lines = list(workbook.update(root / "course", root / "workbook"))
    assert lines == [f"{NAME}.ipynb: new in your workbook.", "chelsea.jpg: new version."]


# --- status -----------------------------------------------------------------------------


def test_status_counts_green_checks_and_names_the_next_exercise(root, monkeypatch, capsys):
    solve(mine(root), "softmax", "cross-entropy")
    code, said = run("status", monkeypatch=monkeypatch, capsys=capsys)
    row = next(line for line in said.splitlines() if line.startswith(NAME))
    assert code == 0 and "5 of 20" in row and "2.3" in row


def test_a_failed_or_never_run_check_counts_nothing(root):
    solve(mine(root), "softmax", "cross-entropy")

    def edit(cells, _):
        error = nbformat.v4.new_output("error", ename="CheckFailed", evalue="", traceback=[])
        cells["test-softmax"].outputs.append(error)
        cells["test-cross-entropy"].outputs = []

    change(mine(root), edit)
    assert workbook.progress_of(NAME, workbook.read_notebook(mine(root))).points == 0


def test_written_text_is_left_to_a_person(root):
    def edit(cells, _):
        cells["read-the-curves"].source = "They lie close together."

    change(mine(root), edit)
    progress = workbook.progress_of(NAME, workbook.read_notebook(mine(root)))
    assert [exercise.id for exercise in progress.written] == ["read-the-curves"]


@pytest.mark.parametrize("text", ["x", "TODO", "*Your answer here.*\n\n1. \n2. "])
def test_a_word_is_no_written_text(text, root):
    change(mine(root), lambda cells, _: setattr(cells["read-the-curves"], "source", text))
    progress = workbook.progress_of(NAME, workbook.read_notebook(mine(root)))
    assert progress.written == []


def test_status_of_an_empty_workbook_says_how_to_start(root, monkeypatch, capsys):
    shutil.rmtree(root / "workbook")
    code, said = run("status", monkeypatch=monkeypatch, capsys=capsys)
    assert code == 1 and "make lab" in said


@pytest.mark.parametrize("arguments", [["status"], ["update"], []])
def test_the_wrong_folder_is_named(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    code, said = run(*arguments, monkeypatch=monkeypatch, capsys=capsys)
    assert code == 1 and said.startswith("error: ") and "change into it" in said


# --- would the grader accept it? --------------------------------------------------------


def check(path, monkeypatch, capsys):
    return run("check", path, monkeypatch=monkeypatch, capsys=capsys)


def test_a_fresh_notebook_would_be_accepted(root, monkeypatch, capsys):
    code, said = check(mine(root), monkeypatch, capsys)
    assert code == 0 and "the grader would accept it" in said
    assert "note: not answered yet: 2.1, 2.2" in said


@pytest.mark.parametrize(
    "edit, says",
    [
        (lambda cells, nb: nb.cells.remove(cells["softmax"]), "2.1: its answer cell is missing"),
        (
            lambda cells, nb: nb.cells.append(nbformat.NotebookNode(cells["softmax"], id="copy")),
            "2.1: its answer cell stands there twice",
        ),
        (
            lambda cells, nb: cells["softmax"].update(source="def softmax(x:"),
            "2.1: your answer is no valid Python",
        ),
    ],
)
def test_what_would_cost_marks_is_a_problem(root, monkeypatch, capsys, edit, says):
    change(mine(root), edit)
    code, said = check(mine(root), monkeypatch, capsys)
    assert code == 1 and f"PROBLEM: {says}" in said


def test_a_changed_check_is_a_note(root, monkeypatch, capsys):
    change(mine(root), lambda cells, _: cells["test-softmax"].update(source="pass"))
    code, said = check(mine(root), monkeypatch, capsys)
    assert code == 0 and "note: 2.1: its check was changed or deleted" in said


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "no valid notebook"),
        (b"{", "no valid notebook"),
        (b"[1]", "no notebook of format 4"),
        (b'{"cells": [1]}', "no notebook of format 4"),
        (b"[" * 100_000, "no valid notebook"),
        (b'{"cells": []}', "no answer cell of the course"),
        (b"\xff\xfe", "no valid notebook"),
    ],
)
def test_what_is_no_notebook_is_one_sentence(tmp_path, monkeypatch, capsys, content, says):
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    code, said = check(path, monkeypatch, capsys)
    assert code == 1 and says in said and "Traceback" not in said


def test_a_missing_file_and_a_huge_one_are_named(tmp_path, monkeypatch, capsys):
    code, said = check(tmp_path / "none.ipynb", monkeypatch, capsys)
    assert code == 1 and "cannot be read" in said
    with (tmp_path / "big.ipynb").open("wb") as file:
        file.truncate(workbook.LARGEST + 1)
    code, said = check(tmp_path / "big.ipynb", monkeypatch, capsys)
    assert code == 1 and "larger than 20 MiB" in said


def test_the_grader_reads_notebooks_of_the_same_size():
    from vitcourse_grading.uploads import MOST_BYTES

    assert workbook.LARGEST == MOST_BYTES


def test_ids_are_enough_where_metadata_were_lost(root):
    def strip(cells, notebook):
        for cell in notebook.cells:
            cell.metadata = {}

    change(mine(root), strip)
    assert [found.problem for found in workbook.findings(mine(root))[1]] == [False]


# --- the score --------------------------------------------------------------------------


@pytest.fixture
def kernel(root, monkeypatch):
    """Run cells of the student notebook as a kernel in its folder would."""
    monkeypatch.chdir(mine(root).parent)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    session.current.__init__()
    vitcourse.start(NAME)
    cells = {cell.id: cell.source for cell in nbformat.read(student_path(NAME), 4).cells}

    def ran(source, error=None, **defined):
        source = cells.get(source, source)
        session.current.begin(source, {})
        session.current.end(defined, error)

    yield ran
    session.current.__init__()


def scored(capsys) -> str:
    capsys.readouterr()
    vitcourse.score()
    return capsys.readouterr().out


SOFTMAX = bank.exercises(NAME)["softmax"].solution


def test_the_score_counts_green_checks(kernel, capsys):
    kernel(SOFTMAX, softmax=1)
    kernel("test-softmax")
    said = scored(capsys)
    assert "✓ 2.1 softmax that never overflows: 2 of 2" in said
    assert "○ 2.2" in said and "2 of 18 points are green; up to 2 more" in said
    assert "would be accepted by the grader" in said


def test_a_failed_check_shows_its_message(kernel, capsys):
    kernel("test-softmax", session.CheckFailed("rows sum to 1: no. Axis?"))
    assert "0 of 2. rows sum to 1: no. Axis?" in scored(capsys)


def test_an_answer_changed_after_its_check_is_not_green(kernel, capsys):
    kernel(SOFTMAX, softmax=1)
    kernel("test-softmax")
    kernel(SOFTMAX + "\n", softmax=2)
    assert "your answer changed since" in scored(capsys)


def test_an_edited_check_is_not_the_check(kernel, capsys):
    kernel("check.equal('softmax', 1, 1)")
    assert "2.1 softmax that never overflows: 0 of 2. not checked yet" in scored(capsys)


def test_problems_of_the_file_are_listed(kernel, root, capsys):
    change(mine(root), lambda cells, nb: nb.cells.remove(cells["softmax"]))
    said = scored(capsys)
    assert "has problems" in said and "2.1: its answer cell is missing" in said


def test_without_the_file_the_score_says_what_to_do(kernel, root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    assert "python -m vitcourse check FILE" in scored(capsys)


def test_a_score_before_the_first_cell_asks_for_it(monkeypatch, capsys):
    vitcourse.start("99_demo")
    assert "Run the notebook's first cell" in scored(capsys)
