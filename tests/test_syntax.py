"""Which cells of a notebook decide marks: the tests, the answers, and what these build on."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell
from vitcourse_authoring.syntax import needed_cells, tree_of


def needed(*sources: str, student: tuple[int, ...] = ()) -> list[int]:
    """Indices of the needed cells; the last cell is the test."""
    cells = [new_code_cell(source) for source in sources]
    return needed_cells(cells, {len(cells) - 1}, set(student))


def test_figures_and_trainings_that_nothing_builds_on_are_not_run():
    cells = ("import torch", "x = torch.ones(3)", "history = train(x)", "plot(x)", "check(x)")
    assert needed(*cells) == [0, 1, 4]


@pytest.mark.parametrize(
    "test",
    [
        "x = 1\ncheck(x)",
        "for x in range(3):\n    check(x)",
        "with files() as x:\n    check(x)",
        "if check:\n    x = 1\nelse:\n    x = 2\ncheck(x)",
        "x = 1\ndef again():\n    return x\ncheck(again())",
        "try:\n    run()\nexcept Error as x:\n    check(x)",
        "check([x for x in range(3)])",
        "with files():\n    x = 1\ncheck(x)",
    ],
)
def test_a_name_that_a_test_defines_itself_is_asked_of_no_other_cell(test):
    assert needed("x = 5", test) == [1]


@pytest.mark.parametrize(
    "test",
    [
        "check(x)\nx = 1",
        "x += 1",
        "x[0] = 1\ncheck(x)",
        "if check:\n    x = 1\ncheck(x)",
        "for x in range(0):\n    pass\ncheck(x)",
        "while check:\n    x = 1\ncheck(x)",
        "def again():\n    return x\ncheck(again())\nx = 1",
        "with suppress(Error):\n    x = run()\ncheck(x)",
        "try:\n    x = run()\nexcept Error:\n    pass\ncheck(x)",
        "class A:\n    y = x\n    x = 1",
        "check(lambda: x)",
        "check([y for y in x])",
        "this is no Python: x",
    ],
)
def test_a_name_that_may_come_from_before_is_looked_for_there(test):
    assert needed("x = 5", "y = 6", test) in ([0, 2], [0, 1, 2])


def test_a_cell_that_changes_what_a_function_uses_is_run():
    given = "factor = 1\ndef scaled(x):\n    return factor * x"
    assert needed(given, "factor = 2", "unused = 3", "check(scaled(1))") == [0, 1, 3]
    assert needed("items = []", "items.append(1)", "check(items)") == [0, 1, 2]


def test_what_a_student_wrote_is_always_run_with_what_it_reads():
    assert needed("a = 1", "b = 2", "c = a", "check(0)", student=(2,)) == [0, 2, 3]


class Litter:
    """Unreachable at once, and cleaned up by Python code, so that another thread gets its turn."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        sum(range(50))


def test_several_threads_can_parse_at_once():
    source, interval = Path(__file__).read_text(encoding="utf-8") * 4, sys.getswitchinterval()

    def parse(_):
        for _ in range(20):
            Litter()
        return len(tree_of(source).body)

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(3) as threads:
            assert len(set(threads.map(parse, range(300)))) == 1
    finally:
        sys.setswitchinterval(interval)
