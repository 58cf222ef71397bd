"""The benches: recipes come out of the notebooks, results are kept, tables are made from them."""

import json
from dataclasses import replace

import nbformat
import pytest
import torch
import vitcourse
from vitcourse_authoring import bench, recipes
from vitcourse_authoring.course import UserError, solution_path
from vitcourse_grading import bench as grading_bench

ALL = [(task, way) for task in bench.TITLES if task != "growth" for way in bench.ways(task)]


@pytest.fixture
def quick(monkeypatch):
    """Bundled data, few of its images and few steps; what a recipe sets for PyTorch is undone."""
    threads, load = torch.get_num_threads(), vitcourse.load

    def few(name):
        data = load(name)
        return replace(data, x_test=data.x_test[:100], y_test=data.y_test[:100])

    monkeypatch.setenv("VITCOURSE_PROFILE", "quick")
    monkeypatch.setattr(vitcourse, "load", few)
    yield
    torch.set_num_threads(threads)


def measured(task="mnist_softmax", way=bench.COURSE, seed=0, **changes):
    facts = {
        "run": [task, way, seed],
        "task": task,
        "way": way,
        "seed": seed,
        "metric": "test_accuracy",
        "parameters": 7850,
        "multiply_adds": 7840,
        "images_per_second": 1000.0,
        "train_seconds": 4.0,
        "done": 1.0,
        "quality": 0.9,
        "published": None,
        "curve": [[2.0, 0.8], [4.0, 0.9]],
        "peak_memory_mb": 900.0,
    }
    return facts | changes


def printed(notebook: str) -> str:
    """Everything that the stored run of a notebook printed."""
    cells = nbformat.read(solution_path(notebook), as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


# --- recipes ----------------------------------------------------------------------------


@pytest.mark.kernel  # it runs the cells of a notebook
@pytest.mark.parametrize(("task", "way"), ALL)
def test_every_way_takes_a_step(task, way, quick):
    # The denoiser's clock is part of its recipe; the others stop after one epoch or step.
    found = bench.measure(task, way, seed=1, cap=None if task == "denoise" else 0.0)
    assert found["images_per_second"] > 0
    assert 0 < found["done"] <= 1
    assert found["parameters"] > 0
    assert found["multiply_adds"] > 0
    json.dumps(found)


def test_a_recipe_whose_call_is_gone_is_named():
    recipe = recipes.Recipe("02_softmax_regression", 'found = notebook("race(torch.optim.Ad, ")')
    with pytest.raises(UserError, match="no statement and no call begins with"):
        recipes.cut(recipe)


def test_only_what_a_recipe_needs_is_run():
    program = recipes.cut(recipes.COURSE["mnist_softmax"])
    assert "race(torch.optim.Adam, short)" in program
    assert "race(torch.optim.SGD" not in program
    assert "check.close" not in program


def test_rates_are_those_that_the_notebooks_choose():
    searched = next(line for line in printed("04_cnn").splitlines() if line.startswith("CNN: 0.01"))
    rates = [
        part.split(" -> ")[0] for part in searched.split("chosen")[0].split(": ")[1].split(", ")
    ]
    assert searched.split("chosen: ")[1] == rates[1]
    assert "we take 0.0001\n" in printed("06_fine_tuning")


@pytest.mark.kernel
def test_another_seed_trains_otherwise(quick):
    one, other = (
        bench.measure("mnist_softmax", bench.COURSE, seed, cap=0.0)["curve"] for seed in (0, 1)
    )
    assert one[0][1] != other[0][1]
    assert torch.Generator().manual_seed(3).initial_seed() == 3  # the real ones are back


def test_growth_measures_every_point():
    network = torch.nn.Linear

    def small(side, *_, d_model, **__):
        return torch.nn.Sequential(torch.nn.Flatten(), network(side * side, d_model))

    rows = bench.growth(small, {"width": (10, 20)}, least=0.0)
    assert [(row["axis"], row["value"]) for row in rows] == [("width", 10), ("width", 20)]
    assert rows[1]["work"] == 2 * rows[0]["work"]


def test_the_exponent_of_a_power_is_found():
    assert bench.exponent([1, 2, 4, 8], [3, 12, 48, 192]) == pytest.approx(2)


# --- runs -------------------------------------------------------------------------------


class Runs:
    """Stands in for the measuring, and counts."""

    def __init__(self):
        self.asked = []

    def __call__(self, run):
        self.asked.append(run)
        return measured(*run)


def test_ways_alternate_and_every_task_comes_before_the_next_seed():
    runs = bench.plan(["mnist_softmax", "pos_embed"], seeds=2)
    assert [run[:2] for run in runs[:4]] == [
        ("mnist_softmax", "course"),
        ("mnist_softmax", "usual"),
        ("pos_embed", "course"),
        ("pos_embed", "usual"),
    ]
    assert [run[2] for run in runs] == [0, 0, 0, 0, 1, 1, 1, 1]


def test_what_has_been_measured_is_not_measured_again(tmp_path):
    runs = bench.plan(["mnist_softmax"], seeds=2)
    first, second = Runs(), Runs()
    bench.go_through(runs[:2], 100, tmp_path / "log", first)
    rows = bench.go_through(runs, 100, tmp_path / "log", second)
    assert first.asked == runs[:2]
    assert second.asked == runs[2:]
    assert len(rows) == len(runs)


def test_a_line_that_was_cut_off_is_measured_again(tmp_path):
    runs, log = bench.plan(["mnist_softmax"], seeds=1), tmp_path / "log"
    bench.go_through(runs, 100, log, Runs())
    log.write_text(log.read_text()[:-20])
    again = Runs()
    assert len(bench.go_through(runs, 100, log, again)) == len(runs)
    assert again.asked == runs[-1:]


def test_a_spent_budget_stops_with_what_is_there(tmp_path):
    runs, log = bench.plan(["mnist_softmax"], seeds=1), tmp_path / "log"
    bench.keep(measured(), log)
    unasked = Runs()
    assert len(bench.go_through(runs, -1, log, unasked)) == 1
    assert unasked.asked == []


def test_a_budget_for_nothing_is_said(tmp_path):
    with pytest.raises(UserError, match="budget was spent before anything"):
        bench.go_through(bench.plan([]), -1, tmp_path / "log", Runs())


def test_an_unknown_task_is_named():
    with pytest.raises(UserError, match='no task "mnist"; choose from mnist_softmax, '):
        bench.plan(["mnist"])


@pytest.mark.kernel
def test_a_run_that_fails_says_why():
    with pytest.raises(UserError, match="mnist_softmax, nonsense, 0: KeyError"):
        bench._in_a_process(("mnist_softmax", "nonsense", 0))


# --- what is written --------------------------------------------------------------------


def test_table_json_and_figure_are_written_from_results(tmp_path):
    bench.bench(["mnist_softmax"], 100, tmp_path, run=Runs())
    said = json.loads((tmp_path / "bench.json").read_text())
    assert len(said["runs"]) == 2 * bench.SEEDS
    assert "MNIST, softmax regression | course | 7,850" in (tmp_path / "bench.md").read_text()
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_table_gives_means_spread_and_ratio():
    rows = [measured(quality=0.90), measured(seed=1, quality=0.92, train_seconds=6.0)]
    rows.append(measured(way=bench.USUAL, train_seconds=50.0, done=0.25, quality=0.8))
    course, usual = bench.table(rows)[2:4]
    assert "| 5.0 | 91.0 ± 1.4 % | 900 |" in course
    assert "| about 50.0 | 80.0 % (after 25 % of it) | 900 | about 10.0 |" in usual


def test_the_best_vit_is_compared_with_the_baseline_of_the_plain_one():
    rows = [measured("fashion_mnist_vit_best", train_seconds=100.0)]
    usual = measured("fashion_mnist_vit", bench.USUAL, train_seconds=5000.0, done=0.01)
    lines = bench.table([*rows, usual | {"published": 0.782, "quality": None}])
    assert any(
        "best ViT | usual" in line and "78.2 % (published) | 900 | about 50.0" in line
        for line in lines
    )


def test_growth_is_shown_beside_the_work():
    points = [
        {"axis": "width", "value": value, "seconds": value / 1000, "work": value**2}
        for value in (10, 100)
    ]
    assert "| 1.00 | 2.00 |" in bench.growth_table([measured(growth=points)])[2]


def test_a_block_of_a_page_is_replaced_and_not_doubled(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- bench -->\nold\n<!-- /bench -->\nbelow\n")
    for text in ("one\n", "two\n"):
        bench.replace_block(page, "bench", text)
    assert page.read_text() == "above\n<!-- bench -->\ntwo\n<!-- /bench -->\nbelow\n"


def test_a_page_without_a_place_for_the_block_is_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing here")
    with pytest.raises(UserError, match=r"page\.md: there are no lines <!-- bench -->"):
        bench.replace_block(page, "bench", "text")


@pytest.mark.parametrize("name", ["bench", "bench-grading"])
def test_the_readme_has_a_place_for_each_table(name):
    text = (bench.ROOT / "README.md").read_text()
    assert text.count(f"<!-- {name} -->\n") == text.count(f"<!-- /{name} -->") == 1


# --- grading ----------------------------------------------------------------------------


def test_grading_is_measured_for_every_class_and_the_coordinator_alone():
    runs = grading_bench.plan(["01_tensors"], [1, 50], [1, 2], [100])
    assert runs == [
        ("ours", "01_tensors", 1, 1),
        ("plain nbgrader", "01_tensors", 1, 1),
        ("ours", "01_tensors", 50, 1),
        ("ours", "01_tensors", 50, 2),
        ("coordinator", "01_tensors", 100, 1),
    ]


def test_submissions_differ_and_are_the_same_for_every_grader():
    one, other = (list(grading_bench.submissions("01_tensors", 4)) for _ in range(2))
    assert one == other
    assert len({data for _, data in one}) == 4


@pytest.mark.kernel
def test_the_coordinator_alone_grades_a_class():
    found = grading_bench.measure(grading_bench.COORDINATOR, "01_tensors", 3, 1)
    assert found["seconds"] == found["alone"] > 0


def test_grading_table_compares_with_plain_nbgrader():
    rows = [
        {"run": [who, "01_tensors", size, 1], "seconds": seconds, "alone": 1.0, **memory}
        for who, size, seconds in (
            ("ours", 10, 20.0),
            ("plain nbgrader", 10, 80.0),
            ("ours", 50, 50),
        )
        for memory in ({"peak_memory_mb": 900.0},)
    ]
    lines = grading_bench.table(rows)
    assert lines[2].endswith("| ours | 2.00 | 900 | 5 % | 4.0 |")
    assert lines[4].endswith("| ours | 1.00 | 900 | 2 % | 8.0 |")


def test_coordinator_table_shows_how_cost_grows():
    rows = [
        {
            "run": ["coordinator", "01_tensors", size, 1],
            "seconds": size / 100,
            "peak_memory_mb": 50.0,
        }
        for size in (100, 1000)
    ]
    lines = grading_bench.coordinator_table(rows)
    assert "| 1,000 | 10.0 | 10.0 | 50 |" in lines
    assert lines[-1] == "Exponents: 1.00 (seconds), 0.00 (memory)."
