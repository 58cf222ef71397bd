"""Run jobs side by side: in processes of this computer, or on any executor."""

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

import psutil
from tqdm import tqdm

from .examine import Job, run_job
from .outcome import Outcome

MEMORY = 1536 * 2**20  # that one notebook uses as a rule; its limit is twice as much
log = logging.getLogger(__name__)


class Jobs(Protocol):
    """So many jobs, each made when it is asked for: a class of thousands fits into no memory."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Job]: ...


class Runner(Protocol):
    """Whatever turns jobs into outcomes, in any order."""

    def run(self, jobs: Jobs) -> Iterator[tuple[Job, Outcome]]: ...


class LocalRunner:
    """Processes on this computer, as many as cores and memory allow."""

    def __init__(self, workers: int = 0):
        self.workers = workers or most_workers()

    def run(self, jobs: Jobs) -> Iterator[tuple[Job, Outcome]]:
        workers, waiting = min(self.workers, len(jobs)), iter(jobs)
        with progress(len(jobs)) as bar:
            while True:
                alone = []  # jobs that were under way when a worker process was killed
                pool = _pool(workers)
                try:
                    for job, outcome in _collect(pool, waiting, 2 * workers):
                        if outcome is None:
                            alone.append(job)
                        else:
                            yield job, outcome
                            bar.update()
                finally:
                    pool.shutdown(cancel_futures=True)
                if not alone:
                    return
                for job in alone:
                    with _pool(1) as fresh:
                        for _, outcome in _collect(fresh, iter([job]), 1):
                            yield job, outcome or failed("the process was killed")
                            bar.update()


class ExecutorRunner:
    """Any executor of ``concurrent.futures``.

    Args:
        executor: where the jobs run.
        ahead: how many are handed to it at a time.
    """

    def __init__(self, executor: Executor, ahead: int = 64):
        self.executor, self.ahead = executor, ahead

    def run(self, jobs: Jobs) -> Iterator[tuple[Job, Outcome]]:
        with progress(len(jobs)) as bar:
            for job, outcome in _collect(self.executor, iter(jobs), self.ahead):
                yield job, outcome or failed("the process was killed")
                bar.update()


def most_workers() -> int:
    """As many as there are cores, but not more than memory allows."""
    return max(1, min(os.cpu_count() or 1, int(psutil.virtual_memory().available // MEMORY)))


def progress(count: int) -> tqdm:
    """A bar on the terminal; nothing where the output is no terminal."""
    return tqdm(total=count, desc="grading", unit="notebook", file=sys.stdout, disable=None)


def failed(reason: str) -> Outcome:
    return Outcome(error=f"the grader failed, not the student: {reason}")


def _collect(
    executor: Executor, waiting: Iterator[Job], ahead: int
) -> Iterator[tuple[Job, Outcome | None]]:
    """Yield outcomes as they come; None where the process was killed, and then no more begin."""
    running: dict[Future, Job] = {}
    broken = False
    while True:
        while not broken and len(running) < ahead and (job := next(waiting, None)):
            try:
                running[executor.submit(run_job, job)] = job
            except BrokenProcessPool:
                broken = True
                yield job, None
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            try:
                yield job, future.result()
            except BrokenProcessPool:
                broken = True
                yield job, None
            except Exception as error:
                yield job, failed(f"{type(error).__name__}: {error}")


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
