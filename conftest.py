"""Settings for every test: the quick profile, one thread, no window."""

import os

os.environ["VITCOURSE_PROFILE"] = "quick"
os.environ["MPLBACKEND"] = "Agg"
os.environ["OMP_NUM_THREADS"] = "1"  # one per worker: more would wait for each other
os.environ.pop("VITCOURSE_RESULTS", None)


def pytest_collectstart(collector):
    if hasattr(collector, "skip_compare"):  # an nbval notebook
        collector.skip_compare += ("stderr", "text/html")
