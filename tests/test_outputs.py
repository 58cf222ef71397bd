"""The executed solution notebooks: complete, current, clean and small."""

import ast
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat import v4
from vitcourse_authoring.course import ROOT, notebook_names, solution_path
from vitcourse_authoring.execute import execute, is_fresh

each_notebook = pytest.mark.parametrize("name", notebook_names())
LIMIT = 1_500_000


def complaints(notebook) -> list[str]:
    """What is wrong with a notebook's stored outputs; empty when nothing is."""
    found = []
    if not is_fresh(notebook):
        found.append("outputs are older than the code: run `make execute`")
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.execution_count is None:
            found.append(f"cell {cell.id} was never executed")
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"cell {cell.id} stores an error")
            if output.get("name") == "stderr":
                found.append(f"cell {cell.id} stores stderr: {output.text[:80]}")
            if "image/png" in output.get("data", {}):
                found.append(f"cell {cell.id} stores a figure without alt text: use show()")
    return found


class Images(HTMLParser):
    def __init__(self):
        super().__init__()
        self.alts = []

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.alts.append(dict(attrs).get("alt") or "")


@each_notebook
def test_stored_outputs_are_clean_and_current(name):
    assert complaints(nbformat.read(solution_path(name), as_version=4)) == []


@each_notebook
def test_stored_outputs_come_from_the_full_profile(name):
    notebook = nbformat.read(solution_path(name), as_version=4)
    assert notebook.metadata.vitcourse.profile == "full"


@each_notebook
def test_figures_have_alt_text(name):
    notebook = nbformat.read(solution_path(name), as_version=4)
    images = Images()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            images.feed("".join(output.get("data", {}).get("text/html", "")))
    assert images.alts, "a notebook without a figure"
    assert all(len(alt) > 20 for alt in images.alts)


@each_notebook
def test_notebook_is_small(name):
    assert solution_path(name).stat().st_size < LIMIT


@each_notebook
def test_nbval_has_outputs_to_compare(name):
    notebook = nbformat.read(solution_path(name), as_version=4)
    compared = [c for c in notebook.cells if "nbval-check-output" in c.metadata.get("tags", [])]
    assert compared
    assert all(cell.outputs for cell in compared)


@each_notebook
def test_no_machine_paths_are_stored(name):
    assert not re.search(r"/(home|root|tmp|Users)/", solution_path(name).read_text())


def test_05_quotes_the_best_cnn_as_04_measured_it():
    text = solution_path("04_cnn").read_text(encoding="utf-8")
    measured = re.search(r"Fashion-MNIST +best CNN +([\d,]+) +([\d.]+)% .*?([\d.]+)\\n", text)
    assert measured, "the table of section 13 in notebook 04 looks different now"
    parameters, percent, seconds = (float(n.replace(",", "")) for n in measured.groups())
    source = solution_path("05_vit_from_scratch").with_suffix(".md").read_text(encoding="utf-8")
    quoted = ast.literal_eval(re.search(r"^best_cnn = ({.*})$", source, re.M)[1])
    assert (quoted["parameters"], 100 * quoted["accuracy"]) == (parameters, percent)
    assert quoted["seconds"] == pytest.approx(seconds, rel=0.25)  # another run may be slower


@pytest.mark.kernel
def test_a_progress_bar_is_stored_before_what_is_printed_after_it(tmp_path):
    folder = tmp_path / "solutions" / "99_demo"
    folder.mkdir(parents=True)
    bar = "display({'text/plain': name}, raw=True)"
    loop = f"for name in 'ab':\n    {bar}\n    print(1)\n    print(2)"
    (folder / "99_demo.md").write_text(f"# Demo\n\n```python\n{loop}\n```\n")
    execute("99_demo", "quick", root=tmp_path)
    [cell] = nbformat.read(folder / "99_demo.ipynb", as_version=4).cells[1:]
    shown = [output.get("text") or output.data["text/plain"] for output in cell.outputs]
    assert shown == ["a", "1\n2\n", "b", "1\n2\n"]


def test_gate_notices_each_kind_of_bad_output():
    error = v4.new_output("error", ename="E", evalue="", traceback=[])
    stderr = v4.new_output("stream", name="stderr", text="careful")
    figure = v4.new_output("display_data", data={"image/png": ""})
    cells = [
        v4.new_code_cell("1", execution_count=1, outputs=[output])
        for output in (error, stderr, figure)
    ]
    found = "\n".join(complaints(v4.new_notebook(cells=[*cells, v4.new_code_cell("2")])))
    for text in ("older", "never executed", "an error", "stderr", "alt text"):
        assert text in found


def test_gate_notices_code_changed_after_execution():
    name = notebook_names()[0]
    notebook = nbformat.read(solution_path(name), as_version=4)
    assert is_fresh(notebook)
    next(cell for cell in notebook.cells if cell.cell_type == "code").source += "\nx = 1"
    assert not is_fresh(notebook)


def test_course_has_notebooks():
    assert notebook_names()[0] == "01_tensors"
    assert (ROOT / "course" / "01_tensors" / "01_tensors.ipynb").exists()
