"""The helper's runtime, checks, figures, progress bars and records."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
import torch
import vitcourse
from nbclient import NotebookClient
from nbformat import v4
from vitcourse import check, results
from vitcourse.check import CheckFailed


def message(function, *args, **kwargs) -> str:
    """What a failing check says."""
    with pytest.raises(CheckFailed) as error:
        function(*args, **kwargs)
    return str(error.value)


@pytest.fixture(scope="module")
def run_cells():
    """Execute code cells in a real kernel, the same for all tests here."""
    client = NotebookClient(
        v4.new_notebook(), timeout=120, kernel_name="python3", allow_errors=True
    )

    def run(*sources: str) -> nbformat.NotebookNode:
        client.nb = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
        client.reset_execution_trackers()
        for index, cell in enumerate(client.nb.cells):
            client.execute_cell(cell, index)
        return client.nb

    with client.setup_kernel():
        yield run


# profile, device, seed


def test_profile_is_full_unless_chosen(monkeypatch):
    monkeypatch.delenv("VITCOURSE_PROFILE")
    assert vitcourse.profile() == "full"


def test_nbgrader_always_runs_quick(monkeypatch):
    monkeypatch.setenv("VITCOURSE_PROFILE", "full")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert vitcourse.profile() == "quick"


def test_unknown_profile_is_one_clear_sentence(monkeypatch):
    monkeypatch.setenv("VITCOURSE_PROFILE", "fast")
    with pytest.raises(ValueError, match='unknown profile "fast"; set it to "quick" or "full"'):
        vitcourse.profile()


def test_choose_follows_the_profile(monkeypatch):
    assert vitcourse.choose(quick=1, full=2) == 1
    monkeypatch.setenv("VITCOURSE_PROFILE", "full")
    assert vitcourse.choose(quick=1, full=2) == 2


def test_start_makes_random_numbers_repeatable(capsys):
    vitcourse.start("99_demo")
    first = torch.rand(3), np.random.rand()
    vitcourse.start("99_demo")
    assert torch.equal(torch.rand(3), first[0])
    assert np.random.rand() == first[1]
    assert "99_demo: profile quick" in capsys.readouterr().out


# checks


def test_passing_checks_print_one_line_each(capsys):
    check.close("halves", torch.tensor([0.5, 0.5]), [0.5, 0.5])
    check.equal("count", 3, 3)
    check.shape("output", torch.zeros(2, 3), (2, 3), dtype=torch.float32)
    check.that("finite", torch.tensor(True))
    check.between("share", 0.5, 0, 1)
    check.raises("refuses", ValueError, int, "x")
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["✓ halves", "✓ count", "✓ output", "✓ finite", "✓ share", "✓ refuses"]


def test_close_shows_both_small_tensors_and_the_hint():
    text = message(check.close, "sum", torch.tensor([1.0, 2.0]), [1.0, 3.0], hint="Which axis?")
    assert text == "sum: expected [1.0, 3.0], but got [1.0, 2.0]. Which axis?"


def test_close_points_at_the_worst_of_many_values():
    actual = torch.zeros(4, 5)
    actual[2, 3] = 7.0
    text = message(check.close, "map", actual, torch.zeros(4, 5))
    assert "1 of 20 values differ; the largest difference is at index [2, 3]: expected 0" in text


def test_close_never_accepts_another_shape():
    text = message(check.close, "x", torch.ones(2, 1), torch.ones(2))
    assert "expected shape (2,), but got (2, 1)" in text


def test_close_notices_a_missing_return():
    assert "does your function return" in message(check.close, "x", None, 1.0)


def test_close_takes_lists_of_tensors_that_require_gradients(recwarn):
    check.close("x", [torch.tensor(1.0, requires_grad=True)], [1.0])
    assert not recwarn.list


def test_close_accepts_equal_infinities_and_rejects_nan():
    check.close("inf", torch.tensor([torch.inf]), [torch.inf])
    message(check.close, "nan", torch.tensor([torch.nan]), [1.0])


def test_known_mistake_gets_its_own_hint():
    text = message(check.close, "x", 2.0, 1.0, hint="general", mistakes={"You doubled it.": 2.0})
    assert text.endswith("You doubled it.")


class AlwaysEqual:
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize("function", [check.close, check.equal, check.between])
def test_object_that_equals_everything_passes_nowhere(function):
    arguments = (0, 1) if function is check.between else (1.0,)
    message(function, "x", AlwaysEqual(), *arguments)


@pytest.mark.parametrize("value", [AlwaysEqual(), 1, "yes", None, torch.tensor(False)])
def test_that_wants_a_true_bool(value):
    message(check.that, "x", value)


def test_replaced_comparison_of_torch_changes_nothing(monkeypatch):
    monkeypatch.setattr(torch, "isclose", lambda a, b, **kwargs: torch.ones_like(a).bool())
    monkeypatch.setattr(torch, "allclose", lambda *args, **kwargs: True)
    message(check.close, "x", 1.0, 2.0)


def test_equal_compares_sequences_by_value():
    check.equal("sizes", torch.Size([2, 3]), (2, 3))
    check.equal("labels", torch.tensor([1, 2]), [1, 2])
    assert "expected [1, 2], but got [2, 1]" in message(check.equal, "labels", [2, 1], [1, 2])


def test_equal_points_at_the_first_difference_of_long_sequences():
    wrong = list(range(20))
    wrong[7] = -1
    text = message(check.equal, "order", torch.tensor(wrong), list(range(20)))
    assert "at index 7: expected 7, but got -1" in text


def test_shape_names_a_wrong_dtype():
    text = message(check.shape, "x", torch.zeros(2).long(), (2,), dtype=torch.float32)
    assert "expected dtype torch.float32, but got torch.int64" in text


def test_raises_tells_what_happened_instead():
    assert "returned 3" in message(check.raises, "x", ValueError, int, "3")
    assert "TypeError" in message(check.raises, "x", ValueError, len, 3)


def test_failed_check_shows_its_message_without_a_traceback(run_cells):
    notebook = run_cells("from vitcourse import check\ncheck.equal('two', 1, 2, hint='Count.')")
    [error] = notebook.cells[0].outputs
    assert error.traceback == ["✗ two: expected 2, but got 1. Count."]


# figures


def test_figure_reaches_the_browser_with_alt_text(run_cells):
    code = (
        "import matplotlib.pyplot as plt\nfrom vitcourse import show\n"
        "fig, ax = plt.subplots()\nshow(fig, alt='A \"plain\" & empty pair of axes.')"
    )
    [output] = run_cells(code).cells[0].outputs
    assert 'alt="A &quot;plain&quot; &amp; empty pair of axes."' in output.data["text/html"]
    assert output.data["text/plain"].startswith("[figure: A ")


def test_figure_without_alt_text_is_refused():
    with pytest.raises(ValueError, match="alt is empty"):
        vitcourse.show(plt.figure(), alt=" ")
    plt.close("all")


def test_a_slider_chooses_a_figure_and_all_of_them_are_stored(monkeypatch):
    from vitcourse import plots

    boxes, bundles, box = [], [], plots.VBox
    monkeypatch.setattr(plots, "VBox", lambda parts: boxes.append(parts) or box(parts))
    monkeypatch.setattr(plots, "display", lambda bundle, raw: bundles.append(bundle))
    vitcourse.show_frames("layer", {"1": plt.figure(), "2": plt.figure()}, alt="Layer {}.")
    [(slider, picture)] = boxes
    assert 'alt="Layer 1."' in picture.value
    slider.value = "2"
    assert 'alt="Layer 2."' in picture.value
    stored = bundles[0]["text/html"]
    assert 'alt="Layer 1."' in stored and 'alt="Layer 2."' in stored
    assert bundles[0]["text/plain"] == "[figure with a slider: Layer 1 / 2.]"
    assert not plt.get_fignums()


def test_a_slider_without_figures_is_refused():
    with pytest.raises(ValueError, match="figures is empty"):
        vitcourse.show_frames("layer", {}, alt="Layer {}.")


def test_figures_have_the_same_bytes_every_time(run_cells):
    code = (
        "import torch\nfrom vitcourse import show_images\n"
        "show_images(torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0)), alt='x')"
    )
    first, second = run_cells(code, code).cells
    assert first.outputs == second.outputs


@pytest.mark.parametrize("shape", [(2, 8, 8), (2, 1, 8, 8), (2, 3, 8, 8)])
def test_images_of_every_usual_layout_are_shown(shape, capsys):
    plt.close("all")
    vitcourse.show_images(torch.rand(shape), alt="noise", titles=["a", "b"])
    vitcourse.show_images((torch.rand(shape) * 255).byte(), alt="noise")
    assert not plt.get_fignums()


def test_images_of_another_layout_are_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 5, 8, 8\)"):
        vitcourse.show_images(torch.rand(2, 5, 8, 8), alt="noise")


# progress and clock


def test_progress_leaves_one_clean_final_bar_and_no_stderr(run_cells):
    code = (
        "import time\nfrom vitcourse import progress\nfor i in progress(range(4)): time.sleep(0.1)"
    )
    [bar] = run_cells(code).cells[0].outputs
    assert bar.output_type == "display_data"
    assert bar.data["text/plain"].endswith("4/4")


def test_progress_outside_jupyter_is_silent_and_yields_everything():
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert list(vitcourse.progress(range(3))) == [0, 1, 2]
    assert out.getvalue() == err.getvalue() == ""


def test_stopwatch_runs_inside_and_stops_after_the_block():
    with vitcourse.stopwatch() as watch:
        inside = watch.seconds
    final = watch.seconds
    assert 0 <= inside <= final == watch.seconds


# records


@pytest.fixture
def clean_records(monkeypatch):
    monkeypatch.setattr(results, "_records", [])
    monkeypatch.setattr(results, "_sources", {})


def test_record_appends_one_json_line(clean_records, monkeypatch, tmp_path):
    path = tmp_path / "results.jsonl"
    monkeypatch.setenv("VITCOURSE_RESULTS", str(path))
    vitcourse.start("02_softmax_regression")
    results.note_source("mnist", "bundled")
    vitcourse.record("mnist_softmax", "test_accuracy", torch.tensor(0.925))
    [row] = [json.loads(line) for line in path.read_text().splitlines()]
    assert row == {
        "notebook": "02_softmax_regression",
        "task": "mnist_softmax",
        "metric": "test_accuracy",
        "value": pytest.approx(0.925),
        "unit": "",
        "profile": "quick",
        "data": "bundled",
        "device": vitcourse.pick_device().type,
        "threads": torch.get_num_threads(),
    }


def test_record_states_the_source_of_its_own_data_set(clean_records):
    results.note_source("fashion_mnist", "full")
    results.note_source("mnist", "bundled")
    vitcourse.record("fashion_mnist_cnn", "test_accuracy", 0.9)
    vitcourse.record("mnist_cnn", "test_accuracy", 0.9)
    vitcourse.record("pos_embed_native", "test_accuracy", 0.9)  # named by no data set: the last
    assert [row["data"] for row in results._records] == ["full", "bundled", "bundled"]


def test_record_without_data_is_generated(clean_records):
    vitcourse.record("denoise_vit", "psnr_db", 22.0, "dB")
    assert results._records[0]["data"] == "generated"


def test_results_table_shows_the_latest_value_once(clean_records, capsys):
    vitcourse.record("mnist_cnn", "train_seconds", 12.0, "s")
    vitcourse.record("mnist_cnn", "train_seconds", 13.25, "s")
    vitcourse.results_table()
    assert len(results._records) == 1
    assert results._text(results._records[0]) == "13.2 s"


def test_load_tells_the_records_where_data_came_from(clean_records):
    vitcourse.load("mnist")
    assert results._sources == {"mnist": "bundled"}
