"""What the coordinator does for one submission does not depend on the size of the class."""

from collections import Counter

import large_class
import pytest
from sqlalchemy import Engine, event
from test_pipeline import quick
from vitcourse_grading import identity, ledger, outcome, records, store

__all__ = ["quick"]  # a fixture


@pytest.fixture
def counts(monkeypatch):
    """How often files are touched, statements sent and names compared."""
    found: Counter[str] = Counter()

    def counted(module, name: str) -> None:
        real = getattr(module, name)

        def call(*facts, **more):
            found[name] += 1
            return real(*facts, **more)

        monkeypatch.setattr(module, name, call)

    for name in ("read", "write", "append", "has"):
        counted(records.FolderRecords, name)
    counted(store, "write_file")
    counted(store, "read_notebook")
    counted(identity, "_equal_words")
    counted(ledger.Ledger, "_apply")
    counted(outcome.Outcomes, "get")

    def statement(*_) -> None:
        found["statements"] += 1

    event.listen(Engine, "before_cursor_execute", statement)
    yield found
    event.remove(Engine, "before_cursor_execute", statement)


def test_work_grows_with_the_class_and_not_faster(tmp_path, counts):
    spent = {}
    for size in (50, 100, 200):
        large_class.fill(tmp_path / str(size), size)
        counts.clear()
        large_class.grade_class(tmp_path / str(size))
        first = counts.copy()
        counts.clear()
        large_class.grade_class(tmp_path / str(size))
        spent[size] = first, counts.copy()
    for run in (0, 1):
        small, middle, large = (spent[size][run] for size in spent)
        assert small["statements"] and large["get"]
        for what in large:
            # From 100 to 200 as much is added as twice from 50 to 100, or less.
            assert large[what] - middle[what] <= 2 * (middle[what] - small[what]), what
    assert spent[200][0]["read_notebook"] == spent[200][1]["read_notebook"] == 0
