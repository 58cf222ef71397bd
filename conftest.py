"""Settings for every test: the quick profile, one thread, no window, the longest first."""

import os
import re

import pytest

os.environ["VITCOURSE_PROFILE"] = "quick"
os.environ["MPLBACKEND"] = "Agg"
os.environ["OMP_NUM_THREADS"] = "1"  # one per worker: more would wait for each other
os.environ.pop("VITCOURSE_RESULTS", None)

pytest_plugins = ["remember"]

# What takes longest, longest first: a worker that begins with it late keeps the other waiting.
LONGEST = (
    "test_class",
    "test_site",
    "06_fine",
    "04_cnn",
    "test_grading",
    "05_vit",
    "test_lab",
    "03_feed",
)


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):  # an nbval notebook
        collector.skip_compare += ("stderr", "text/html")


def pytest_collection_modifyitems(items):
    def rank(item):
        return next((i for i, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))

    items.sort(key=rank)


# Tests of a long module that need nothing of what its other tests share.
APART = {"tests/test_class.py": r"test_(killed|corrected|manual|without)"}


def unit(nodeid: str) -> str:
    """Tests that share what one of them computes: those of a module about the same notebook."""
    module, _, test = nodeid.partition("::")
    if module in APART and re.match(APART[module], test):
        return f"{module} apart"
    notebook = re.search(r"\[(\d\d_[a-z_]+)", test)
    return f"{module} {notebook[1]}" if notebook else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    return (os.cpu_count() or 1) + 1  # boxes and browsers make a worker wait


@pytest.hookimpl(optionalhook=True)  # without xdist, too
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Units(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return unit(nodeid)

    config.option.loadscopereorder = False
    return Units(config, log)


def pytest_terminal_summary(terminalreporter):
    """Print what tests found out, such as the share of wrong answers that fail on the page."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties if report.when == "call" else ():
            terminalreporter.write_line(f"{name}: {value}")
