"""Run jobs side by side: in processes of this computer, or on any executor."""

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

import psutil
from tqdm import tqdm

from .examine import Job, run_job
from .outcome import Outcome

MEMORY = 1536 * 2**20  # that one notebook uses as a rule; its limit is twice as much
log = logging.getLogger(__name__)


class Runner(Protocol):
    """Whatever turns jobs into outcomes, in any order."""

    def run(self, jobs: list[Job]) -> Iterator[tuple[Job, Outcome]]: ...


class LocalRunner:
    """Processes on this computer, as many as cores and memory allow."""

    def __init__(self, workers: int = 0):
        self.workers = workers or most_workers()

    def run(self, jobs: list[Job]) -> Iterator[tuple[Job, Outcome]]:
        if not jobs:
            return
        alone = []  # jobs that were under way when a worker process was killed
        pool = _pool(min(self.workers, len(jobs)))
        try:
            for job, outcome in _collect(pool, jobs):
                if outcome is None:
                    alone.append(job)
                else:
                    yield job, outcome
        finally:
            pool.shutdown(cancel_futures=True)
        for job in alone:
            with _pool(1) as fresh:
                for _, outcome in _collect(fresh, [job]):
                    yield job, outcome or _failed("the process was killed")


class ExecutorRunner:
    """Any executor of ``concurrent.futures``, such as that of a Dask cluster."""

    def __init__(self, executor: Executor):
        self.executor = executor

    def run(self, jobs: list[Job]) -> Iterator[tuple[Job, Outcome]]:
        for job, outcome in _collect(self.executor, jobs):
            yield job, outcome or _failed("the process was killed")


def most_workers() -> int:
    """As many as there are cores, but not more than memory allows."""
    return max(1, min(os.cpu_count() or 1, int(psutil.virtual_memory().available // MEMORY)))


def _collect(executor: Executor, jobs: list[Job]) -> Iterator[tuple[Job, Outcome | None]]:
    """Yield outcomes as they come, with a progress bar; None where the process was killed."""
    with tqdm(
        total=len(jobs), desc="grading", unit="notebook", file=sys.stdout, disable=None
    ) as bar:
        futures = {executor.submit(run_job, job): job for job in jobs}
        for future in as_completed(futures):
            job = futures.pop(future)
            try:
                yield job, future.result()
            except BrokenProcessPool:
                yield job, None
            except Exception as error:
                yield job, _failed(f"{type(error).__name__}: {error}")
            bar.update()


def _failed(reason: str) -> Outcome:
    return Outcome(error=f"the grader failed, not the student: {reason}")


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work forever, and keep its box open."""

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    parent = multiprocessing.parent_process()
    threading.Thread(target=watch, daemon=True).start()
