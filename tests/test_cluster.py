"""A Dask cluster of processes, each with a working copy of its own: what comes of lost workers.

Boxes on a cluster: ``test_class``.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from classroom import working_copy
from test_pipeline import NAME, ODD, TEXTS, WRONG, Room, quick
from vitcourse_authoring.course import ROOT, UserError
from vitcourse_grading.cluster import ClusterRunner
from vitcourse_grading.grade import Settings, grade
from vitcourse_grading.sandbox import Limits

__all__ = ["quick"]  # a fixture

TESTS = Path(__file__).parent


class Cluster:
    """A scheduler and its workers, ended with the test."""

    def __init__(self, folder: Path):
        self.folder, self.log = folder, folder / "jobs.log"
        self.log.touch()
        self.processes: dict[str, subprocess.Popen] = {}
        self.runners: list[ClusterRunner] = []
        file = folder / "scheduler.json"
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0",
                    "--no-dashboard", "--scheduler-file", str(file))  # fmt: skip
        wait_for(file.exists)
        self.address = json.loads(file.read_text())["address"]

    def _start(self, name: str, *arguments: str, root: Path = ROOT, **environment: str) -> None:
        paths = os.pathsep.join([str(root / "instructor"), str(root / "course"), str(TESTS)])
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": paths, **environment},
                stdout=log,
                stderr=log,
            )

    def worker(self, name: str, root: Path = ROOT, fake: bool = True, seconds: float = 0) -> None:
        preload = ["--preload", str(TESTS / "fake_worker.py")] if fake else []
        self._start(name, "worker", self.address, "--no-nanny", "--nthreads", "1", "--name", name,
                    "--no-dashboard", "--memory-limit", "0", "--local-directory",
                    str(self.folder / name), *preload, root=root, FAKE_NAME=name,
                    FAKE_LOG=str(self.log), FAKE_SECONDS=str(seconds))  # fmt: skip

    def ran(self, name: str = "") -> list[str]:
        """Uploads, or ``proof``, that a worker began with; those of all without a name."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return [upload for worker, upload in lines if name in ("", worker)]

    def runner(self, **settings) -> ClusterRunner:
        self.runners.append(ClusterRunner(self.address, **settings))
        return self.runners[-1]

    def ready(self, count: int) -> None:
        runner = self.runner()
        wait_for(lambda: len(runner._workers()) == count)
        runner.close()

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()


def wait_for(happened, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "cluster").mkdir()
    with ExitStack() as stack:
        cluster = Cluster(tmp_path / "cluster")
        stack.callback(cluster.close)
        stack.callback(lambda: [runner.close() for runner in cluster.runners])
        yield cluster


def a_class(folder: Path, size: int) -> Room:
    folder.mkdir()
    room = Room(folder)
    room.roster(*(f"s{number:02},First,Last{number}," for number in range(size)))
    for number in range(size):
        answer = {"pixels_to_unit": [WRONG, ODD][number % 2]} if number % 3 else {}
        room.put(f"s{number:02}_01.ipynb", text=f"{TEXTS[number % 4]} {number}", **answer)
    return room


def test_a_killed_a_frozen_and_another_worker_change_no_grade(cluster, tmp_path, caplog):
    caplog.set_level(logging.WARNING, "vitcourse_grading")
    here, there = a_class(tmp_path / "here", 20), a_class(tmp_path / "there", 20)
    here.grade()
    names = ("killed", "frozen", "healthy")
    for name in names:
        cluster.worker(name, working_copy(tmp_path / name), seconds=0.5)
    other = working_copy(tmp_path / "other")
    helper = other / "course" / "vitcourse" / "check.py"
    helper.write_text(f"{helper.read_text()}\n# another version\n")
    cluster.worker("other", other)
    cluster.ready(4)

    def harm() -> None:
        for name, blow in (("killed", signal.SIGKILL), ("frozen", signal.SIGSTOP)):
            wait_for(lambda name=name: len(cluster.ran(name)) >= 4)  # two proofs and two uploads
            cluster.processes[name].send_signal(blow)

    thread = threading.Thread(target=harm)
    thread.start()
    there.runner = cluster.runner(silent=15.0)
    there.grade()
    thread.join()
    assert (there.done / "grades.csv").read_bytes() == (here.done / "grades.csv").read_bytes()
    assert "gets no job any more: a worker has another version of grader" in caplog.text
    assert "other" not in {line.split()[0] for line in cluster.log.read_text().splitlines()}
    counts = Counter(cluster.ran())
    assert {cluster.ran(name).count("proof") for name in names} == {2}  # one proof, two notebooks
    twice = {upload for upload, count in counts.items() if count > 1} - {"proof"}
    lost = {cluster.ran("killed")[-1], cluster.ran("frozen")[-1]}
    assert lost <= twice and len(counts) == 21
    # On a busy computer a healthy worker, too, may give no sign for a while.
    assert counts.total() - counts["proof"] - 20 <= caplog.text.count("is lost or silent")
    there.grade()
    assert Counter(cluster.ran()) == counts


def test_a_job_that_takes_too_long_becomes_an_error_to_be_repeated(cluster, tmp_path):
    room = a_class(tmp_path / "class", 1)
    for number in range(3):
        cluster.worker(f"slow-{number}", seconds=60)
    cluster.ready(3)
    limits = Limits(cell_seconds=1, total_seconds=1)
    room.runner = cluster.runner(slack=0.5)
    row = room.grade(limits=limits)["s00"]
    assert row["status"] == "error" and "3 workers were lost with it" in row["reason"]
    cluster.worker("quick")
    cluster.ready(4)
    room.runner.close()
    runner = cluster.runner()
    runner.left_out = room.runner.left_out
    room.runner = runner
    assert room.grade(limits=limits)["s00"]["status"] == "graded"


def test_where_every_worker_refuses_no_row_changes(cluster, tmp_path):
    room = a_class(tmp_path / "class", 2)
    room.grade()
    before = (room.done / "grades.csv").read_bytes()
    other = working_copy(tmp_path / "other")
    page = other / "course" / NAME / f"{NAME}.ipynb"
    page.write_text(page.read_text() + " ")
    cluster.worker("other", other)
    cluster.ready(1)
    room.put("s00_01 (1).ipynb", text="new")
    room.runner = cluster.runner()
    with pytest.raises(UserError, match="may grade: a worker has another version of course"):
        room.grade()
    assert (room.done / "grades.csv").read_bytes() == before


def test_a_cluster_without_workers_or_scheduler_gives_one_sentence(cluster, tmp_path, monkeypatch):
    room = a_class(tmp_path / "class", 1)
    room.runner = cluster.runner(patience=0.5)
    with pytest.raises(UserError, match="has no worker"):
        room.grade()
    room.runner = cluster.runner()
    cluster.close()
    with pytest.raises(UserError, match="no Dask scheduler answers at"):
        room.grade()
    monkeypatch.setenv("VITCOURSE_CLUSTER", "tcp://127.0.0.1:1")
    monkeypatch.setattr("distributed.Client", lambda *a, **k: (_ for _ in ()).throw(OSError("x")))
    with pytest.raises(UserError, match=r"no Dask scheduler answers at tcp://127.0.0.1:1 \(x\)"):
        grade(room.uploads, Settings(classroom=tmp_path / "new"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"vitcourse\[cluster\]"):
        grade(room.uploads, Settings(classroom=tmp_path / "new"))
    assert not (tmp_path / "new").exists()
