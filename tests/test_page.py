"""What release reads from a page and writes into it: exercises, minutes, map, score, folds."""

import bank
import nbformat
import pytest
from nbformat import v4
from vitcourse import workbook
from vitcourse_authoring.course import (
    UserError,
    markdown_path,
    notebook_names,
    notebook_title,
    student_path,
)
from vitcourse_authoring.notebooks import is_answer, is_graded, read_markdown
from vitcourse_authoring.page import (
    cards,
    lengths,
    manifest,
    sources_digest,
    time_line,
    with_time_line,
)
from vitcourse_authoring.preprocessors import SCORE_ID, HideInput
from vitcourse_authoring.release import manifest_bytes, manifest_path, pair

NAMES = notebook_names()
each_notebook = pytest.mark.parametrize("name", NAMES)


def student(name):
    return nbformat.read(student_path(name), as_version=4)


@each_notebook
def test_the_manifest_knows_every_exercise(name):
    rows = workbook.course_exercises()[name]
    solution = read_markdown(markdown_path(name))
    assert [row.id for row in rows] == [
        cell.metadata.nbgrader.grade_id for cell in solution.cells if is_answer(cell)
    ]
    assert sum(row.points for row in rows) == 20
    for row in rows:
        assert row.title and row.minutes and row.number.startswith(f"{int(name[:2])}.")
        assert row.is_text or set(row.names)


def test_the_manifest_is_current():
    fresh = {name: manifest(student(name), pair(name)) for name in NAMES}
    assert manifest_path().read_bytes() == manifest_bytes(fresh), "run `make release`"


@each_notebook
def test_points_of_the_cards_are_those_of_the_cells(name):
    solution = read_markdown(markdown_path(name))
    assert sum(card.points for card in cards(solution).values()) == sum(
        cell.metadata.nbgrader.points for cell in solution.cells if is_graded(cell)
    )


@each_notebook
def test_helper_and_release_take_the_same_fingerprints(name):
    cells = workbook.read_notebook(student_path(name))
    assert workbook.sources_digest(cells) == sources_digest(student(name))
    assert student(name).metadata.vitcourse.sources == sources_digest(student(name))
    rows = {row.id: row for row in workbook.course_exercises()[name]}
    for cell in cells:
        if cell.grade_id in rows:
            assert workbook.fingerprint(cell.source) == rows[cell.grade_id].stub


@each_notebook
def test_the_page_begins_with_the_map_and_ends_with_the_score(name):
    cells = student(name).cells
    assert f"**{notebook_title(name).partition(':')[0]} (you are here)**" in cells[0].source
    for other in set(NAMES) - {name}:
        assert f"(../{other}/{other}.ipynb)" in cells[0].source
    assert cells[-1].id == SCORE_ID and "vitcourse.score()" in cells[-1].source


@each_notebook
def test_collapsed_cells_have_a_title_and_are_collapsed(name):
    collapsed = [c for c in student(name).cells if "hide-input" in c.metadata.get("tags", [])]
    assert collapsed
    for cell in collapsed:
        assert cell.source.startswith("#@title "), cell.source[:80]
        assert cell.metadata["jupyter"] == {"source_hidden": True}
        assert cell.metadata["cellView"] == "form"


def test_only_tagged_cells_are_collapsed():
    cell = v4.new_code_cell("1")
    HideInput().preprocess_cell(cell, {}, 0)
    assert "jupyter" not in cell.metadata and "cellView" not in cell.metadata


@each_notebook
def test_the_time_line_is_written_by_release(name):
    notebook = pair(name)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert text.count(time_line(notebook)) == 1
    assert "written by `make release`" not in text


def page(*cells):
    return v4.new_notebook(cells=list(cells), metadata={"vitcourse": {}})


def test_the_time_counts_words_code_and_cards():
    text = "**Time** x\n\n" + "word " * 800
    card = "### Exercise 9.1: a card  (2 points, about 12 min)"
    answer = v4.new_code_cell(
        "\n".join(["def f():", "### BEGIN SOLUTION", *["    pass"] * 100, "### END SOLUTION"]),
        metadata={"nbgrader": {"solution": True, "grade_id": "f"}},
    )
    folded = v4.new_code_cell("x = 1\n" * 100, metadata={"tags": ["hide-input"]})
    hint = "<details><summary>Hint</summary>" + "word " * 800 + "</details>"
    notebook = page(
        v4.new_markdown_cell(text),
        v4.new_markdown_cell(card),
        v4.new_markdown_cell(hint),
        answer,
        folded,
        v4.new_code_cell("x = 1\n" * 99),
    )
    assert time_line(notebook) == "**Time** About 20 minutes of reading and 12 of exercises."
    notebook.cells.append(v4.new_markdown_cell("## Going further\n\n" + "word " * 400))
    assert "*Going further* takes about 5 minutes more." in time_line(notebook)
    core, further = lengths(notebook)
    assert (core.cells, further.words) == (2, 403)


@pytest.mark.parametrize("seconds, said", [(38, "40 seconds"), (123, "2 minutes")])
def test_the_time_names_the_last_full_run(seconds, said):
    notebook = page(v4.new_markdown_cell("**Time** x"))
    notebook.metadata.vitcourse = {"profile": "full", "seconds": seconds}
    assert f"run for about {said} on" in with_time_line(notebook).cells[0].source
    notebook.metadata.vitcourse = {"profile": "quick", "seconds": seconds}
    assert "run for" not in time_line(notebook)


def test_a_notebook_without_a_heading_is_named(tmp_path):
    path = tmp_path / "solutions" / "99_demo" / "99_demo.md"
    path.parent.mkdir(parents=True)
    path.write_text("no heading")
    with pytest.raises(UserError, match="99_demo: there is no heading"):
        notebook_title("99_demo", tmp_path)


def test_every_exercise_of_the_bank_is_in_the_manifest():
    for name in NAMES:
        assert set(bank.exercises(name)) <= {row.id for row in workbook.course_exercises()[name]}
