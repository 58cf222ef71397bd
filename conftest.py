"""Settings for every test: the quick profile, and one worker per notebook under nbval."""

import os

import pytest

os.environ["VITCOURSE_PROFILE"] = "quick"
os.environ["MPLBACKEND"] = "Agg"
os.environ["OMP_NUM_THREADS"] = "1"  # one per worker: more would wait for each other
os.environ.pop("VITCOURSE_RESULTS", None)


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):  # an nbval notebook
        collector.skip_compare += ("stderr", "text/html")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.xdist_group(f"nbval-{item.path.stem}"))
