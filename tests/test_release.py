"""The student notebooks are current, valid and hold no secrets, and releasing is safe."""

import json
import os
import shutil
import subprocess

import bank
import nbformat
import pytest
from nbgrader.preprocessors import CheckCellMetadata
from vitcourse_authoring.course import (
    ROOT,
    UserError,
    notebook_names,
    pick_names,
    solution_path,
    student_path,
)
from vitcourse_authoring.notebooks import (
    grade_id,
    is_answer,
    is_graded,
    leaks,
    notebook_bytes,
    read_markdown,
    secret_texts,
)
from vitcourse_authoring.release import hand_edited, pair, release, student_files

NAMES = notebook_names()
each_notebook = pytest.mark.parametrize("name", NAMES)

DEMO = """---
jupyter:
  kernelspec:
    display_name: Python 3 (ipykernel)
    language: python
    name: python3
---

# Demo

```python nbgrader={"grade": false, "grade_id": "double", "locked": false, "schema_version": 3, "solution": true}
def double(x):
    ### BEGIN SOLUTION
    first = x
    second = x
    return first + second
    ### END SOLUTION
```

<!-- #region tags=["solution-only"] -->
Discussion: adding twice is the same as doubling.
<!-- #endregion -->

```python nbgrader={"grade": true, "grade_id": "test-double", "locked": true, "points": 3, "schema_version": 3, "solution": false}
assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(-4) == -8
### END HIDDEN TESTS
```
"""  # noqa: E501


@pytest.fixture
def course(tmp_path):
    """A course of one small notebook, released and committed."""
    folder = tmp_path / "solutions" / "99_demo"
    folder.mkdir(parents=True)
    (folder / "99_demo.md").write_text(DEMO)
    (folder / "photo.txt").write_text("a file beside the notebook")
    release(["99_demo"], tmp_path)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    return tmp_path


def public_texts(name):
    texts = [cell.source for cell in nbformat.read(student_path(name), as_version=4).cells]
    return texts + [path.read_text() for path in (ROOT / "course" / "vitcourse").glob("*.py")]


@each_notebook
def test_pair_is_current(name):
    assert solution_path(name).read_bytes() == notebook_bytes(pair(name)), "run `make release`"


@each_notebook
def test_student_notebook_is_current(name):
    wanted = student_files(name, pair(name))
    folder = ROOT / "course" / name
    found = {
        path.relative_to(ROOT / "course"): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    assert found == wanted, "run `make release`"


@each_notebook
def test_student_notebook_leaks_nothing(name):
    assert leaks(secret_texts(read_markdown_of(name)), public_texts(name)) == []


def read_markdown_of(name):
    return read_markdown(ROOT / "solutions" / name / f"{name}.md")


@each_notebook
def test_student_notebook_has_no_region_markers_or_outputs(name):
    text = student_path(name).read_text()
    for marker in ("BEGIN SOLUTION", "BEGIN HIDDEN", "Mark scheme", "solution-only"):
        assert marker not in text
    notebook = nbformat.read(student_path(name), as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)


@each_notebook
def test_student_notebook_is_valid_for_nbgrader(name):
    notebook = nbformat.read(student_path(name), as_version=4)
    nbformat.validate(notebook)
    CheckCellMetadata().preprocess(notebook, {})


@each_notebook
def test_student_notebook_begins_with_badge_and_setup(name):
    first, second = nbformat.read(student_path(name), as_version=4).cells[:2]
    assert "colab.research.google.com" in first.source
    assert f"/course/{name}/{name}.ipynb" in first.source
    assert "%pip install" in second.source


@each_notebook
def test_points_sum_to_20_and_stand_on_the_cards(name):
    cells = read_markdown_of(name).cells
    assert sum(cell.metadata.nbgrader.points for cell in cells if is_graded(cell)) == 20
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for exercise in bank.exercises(name).values():
        assert f"({exercise.points:g} point" in prose


@each_notebook
def test_every_answer_cell_is_graded(name):
    cells = read_markdown_of(name).cells
    graded = {grade_id(cell) for cell in cells if is_graded(cell)}
    for cell in cells:
        if is_answer(cell) and cell.cell_type == "code":
            assert f"test-{grade_id(cell)}" in graded


def test_leak_gate_finds_three_lines_and_ignores_indentation():
    secret = "a = 1\nb = 2\n\nc = 3"
    assert leaks([secret], ["x\n    a = 1\n    b = 2\n    c = 3\ny"]) == ["a = 1\nb = 2\nc = 3"]
    assert leaks([secret], ["a = 1\nb = 2\nd"]) == []


def test_leak_gate_knows_all_kinds_of_secrets(course):
    cells = pair("99_demo", course)
    found = "\n".join(secret_texts(cells))
    for text in ("return first + second", "double(-4)", "adding twice"):
        assert text in found


def test_second_release_changes_nothing(course):
    assert release(["99_demo"], course) == []


def test_files_beside_a_notebook_are_released_but_not_its_markdown(course):
    files = sorted(path.name for path in (course / "course" / "99_demo").iterdir())
    assert files == ["99_demo.ipynb", "photo.txt"]


def test_freshness_gate_notices_a_change_of_the_source(course):
    path = course / "solutions" / "99_demo" / "99_demo.md"
    path.write_text(path.read_text().replace("# Demo", "# Example"))
    assert (
        student_files("99_demo", pair("99_demo", course), course)[
            student_path("99_demo", course).relative_to(course / "course")
        ]
        != student_path("99_demo", course).read_bytes()
    )


def test_release_refuses_uncommitted_hand_edits(course):
    path = student_path("99_demo", course)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source = "# My demo"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    with pytest.raises(UserError, match="uncommitted hand edits") as error:
        release(["99_demo"], course)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before


def test_release_replaces_what_an_earlier_release_wrote(course):
    source = course / "solutions" / "99_demo" / "99_demo.md"
    for title in ("# One", "# Two"):  # the first result is never committed
        source.write_text(source.read_text().replace("# Demo", title).replace("# One", title))
        assert release(["99_demo"], course)
    assert not hand_edited(student_path("99_demo", course))


def test_release_of_a_broken_source_writes_nothing(course):
    source = course / "solutions" / "99_demo" / "99_demo.md"
    source.write_text(source.read_text().replace("### END SOLUTION", ""))
    paths = student_path("99_demo", course), solution_path("99_demo", course)
    before = [path.read_bytes() for path in paths]
    with pytest.raises(UserError, match="99_demo"):
        release(["99_demo"], course)
    assert [path.read_bytes() for path in paths] == before


def test_an_unknown_notebook_is_named():
    with pytest.raises(UserError, match=r"99_nothing.*choose from 01_tensors"):
        pick_names(["99_nothing"])


def test_jupytext_pairs_only_below_solutions(tmp_path):
    for path in ("jupytext.toml", "pyproject.toml"):
        shutil.copy(ROOT / path, tmp_path)
    from jupytext.config import find_jupytext_configuration_file, load_jupytext_config

    config = load_jupytext_config(str(tmp_path / "solutions" / "a.md"))
    assert config.default_formats(str(tmp_path / "solutions" / "x" / "x.ipynb"))
    assert not config.default_formats(str(tmp_path / "course" / "x" / "x.ipynb"))
    assert find_jupytext_configuration_file(str(tmp_path))


def test_jupyterlab_opens_a_solution_whose_markdown_is_older(tmp_path):
    from jupytext import TextFileContentsManager

    path = solution_path(NAMES[0])
    shutil.copy(ROOT / "jupytext.toml", tmp_path)
    folder = shutil.copytree(path.parent, tmp_path / "solutions" / NAMES[0])
    os.utime(folder / path.with_suffix(".md").name, (0, 0))  # as after `git pull` of new outputs
    manager = TextFileContentsManager(root_dir=str(tmp_path))
    cells = manager.get(f"solutions/{NAMES[0]}/{path.name}")["content"]["cells"]
    markdown = read_markdown(path.with_suffix(".md"))
    assert [cell["source"] for cell in cells] == [cell.source for cell in markdown.cells]
    assert any(cell.get("outputs") for cell in cells)


def test_student_address_stands_once():
    import tomllib

    address = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Student"]
    tracked = subprocess.run(
        ["git", "grep", "-lF", address], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    generated = [f"course/{name}/{name}.ipynb" for name in NAMES]
    assert set(tracked) <= {"pyproject.toml", *generated}
    assert json.dumps(address)[1:-1] in student_path(NAMES[0]).read_text()
