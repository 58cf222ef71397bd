"""Run jobs on a Dask cluster: every thread of every worker gets one job at a time.

The coordinator itself says which worker gets which job. So it knows which jobs are lost with a
worker that was killed, that gives no sign of life or that takes too long, and hands them to others.
It holds no more uploads than there are threads.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from vitcourse_authoring.course import UserError

from .examine import Job, run_job
from .outcome import Outcome
from .runner import MEMORY, Jobs, failed, progress
from .sandbox import Limits

TRIES = 3  # workers that a job may lose
log = logging.getLogger(__name__)


@dataclass
class _Task:
    """A job under way."""

    job: Job
    worker: str
    begun: float
    tries: int


class ClusterRunner:
    """The workers of a Dask scheduler.

    Args:
        address: of the scheduler, such as ``tcp://192.168.1.5:8786``.
        silent: seconds without a sign of life after which a worker's jobs go to others.
        patience: seconds to wait for a worker where there is none.
        slack: seconds that a job may take beyond its own limit: the proof of a worker that has
            not graded this notebook before is two notebooks more.

    Raises:
        UserError: there is no such scheduler.
    """

    def __init__(
        self,
        address: str,
        silent: float = 60.0,
        patience: float = 60.0,
        slack: float = 2 * Limits().total_seconds + 120.0,
    ):
        try:
            import distributed
        except ImportError:
            raise UserError(
                'a cluster needs the package distributed: pip install "vitcourse[cluster]".'
            ) from None
        self.address, self.silent, self.patience, self.slack = address, silent, patience, slack
        self.left_out: dict[str, str] = {}  # worker -> why it gets no job
        self._signs: dict[str, tuple[float, float]] = {}  # worker -> its last one, when it came
        self._needs: dict[str, dict[str, int] | None] = {}  # worker -> resources of one job
        self._running: dict[Any, _Task] = {}  # by its future
        self._lost: list[_Task] = []  # to be handed to another worker
        try:
            self.client = distributed.Client(address, timeout=10, set_as_default=False)
        except Exception as error:  # OSError, ValueError, or what TLS finds wrong
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> UserError:
        said = str(error).split("\n")[0].rstrip(".") or type(error).__name__
        return UserError(
            f"no Dask scheduler answers at {self.address} ({said}); what was graded is kept."
        )

    def close(self) -> None:
        """Leave the scheduler, whether or not it still answers."""
        with suppress(Exception):
            self.client.close(timeout=10)

    def run(self, jobs: Jobs) -> Iterator[tuple[Job, Outcome]]:
        waiting, left, idle_since = iter(jobs), len(jobs), time.monotonic()
        with progress(left) as bar, self._cleared():
            while left:
                workers = self._workers()
                self._take_back(workers)
                done = self._hand_out(waiting, workers) + self._done()
                for job, outcome in done:
                    yield job, outcome
                    bar.update()
                left -= len(done)
                if self._running or done:
                    idle_since = time.monotonic()
                elif workers and not workers.keys() - self.left_out:
                    worker, reason = next(iter(self.left_out.items()))
                    raise UserError(f"no worker of {self.address} may grade: {reason} ({worker}).")
                elif time.monotonic() - idle_since > self.patience:
                    raise UserError(
                        f"the scheduler {self.address} has no worker for a notebook; what was "
                        "graded is kept."
                    )

    @contextmanager
    def _cleared(self) -> Iterator[None]:
        """Leave nothing behind on the cluster, however it ends."""
        try:
            yield
        finally:
            if self.client.status == "running":
                self.client.cancel(list(self._running))
            self._running.clear()
            self._lost.clear()

    def _workers(self) -> dict[str, int]:
        """Workers that give signs of life -> how many jobs each can run side by side."""
        try:
            known = self.client.scheduler_info(n_workers=-1)["workers"]
        except Exception as error:
            raise self._unreachable(error) from error
        if self.client.status not in ("running", "connecting"):
            raise self._unreachable(OSError("it has ended"))
        found, now = {}, time.monotonic()
        for worker, facts in known.items():
            sign, came = self._signs.get(worker, (0.0, now))
            came = now if sign != facts["last_seen"] else came
            self._signs[worker] = facts["last_seen"], came
            if now - came <= self.silent:
                memory = facts["resources"].get("MEMORY")
                fits = facts["nthreads"] if memory is None else int(memory // MEMORY)
                self._needs[worker] = None if memory is None else {"MEMORY": MEMORY}
                found[worker] = min(facts["nthreads"], fits)
        return found

    def _take_back(self, workers: dict[str, int]) -> None:
        """Jobs of workers that are gone, silent or stuck."""
        for future, task in list(self._running.items()):
            most = task.job.limits.total_seconds + self.slack
            if time.monotonic() - task.begun > most:
                self._leave_out(task.worker, f"a job took more than {most:.0f} s there")
            elif task.worker in workers:
                continue
            else:
                log.warning("%s is lost or silent; its job goes to another worker", task.worker)
            future.cancel()
            self._lost.append(self._running.pop(future))

    def _hand_out(self, waiting: Iterator[Job], workers: dict[str, int]) -> list:
        """Give every free thread a job; return jobs that no worker brings to an end."""
        hopeless = [task.job for task in self._lost if task.tries >= TRIES]
        self._lost = [task for task in self._lost if task.tries < TRIES]
        busy = Counter(task.worker for task in self._running.values())
        for worker, count in workers.items():
            for _ in range(count - busy[worker] if worker not in self.left_out else 0):
                lost = self._lost.pop() if self._lost else None
                job = lost.job if lost else next(waiting, None)
                if job is None:
                    break
                future = self.client.submit(
                    run_job, job, pure=False, workers=[worker], resources=self._needs[worker]
                )
                tries = lost.tries + 1 if lost else 1
                self._running[future] = _Task(job, worker, time.monotonic(), tries)
        return [(job, failed(f"{TRIES} workers were lost with it")) for job in hopeless]

    def _done(self) -> list[tuple[Job, Outcome]]:
        """Wait a moment; return what was finished."""
        from distributed import CancelledError, KilledWorker, wait

        if not self._running:
            time.sleep(0.2)
            return []
        with suppress(TimeoutError, CancelledError), self.client.as_current():
            wait(list(self._running), timeout=1, return_when="FIRST_COMPLETED")
        done = []
        for future in [future for future in self._running if future.status != "pending"]:
            task = self._running.pop(future)
            try:
                outcome = future.result(timeout=self.silent)
            except (TimeoutError, CancelledError, KilledWorker, OSError):  # with its worker
                self._lost.append(task)
                continue
            except Exception as error:
                outcome = failed(f"{type(error).__name__}: {error}")
            if outcome.refused:
                self._leave_out(task.worker, outcome.refused)
                self._lost.append(replace(task, tries=task.tries - 1))
            else:
                done.append((task.job, outcome))
        return done

    def _leave_out(self, worker: str, reason: str) -> None:
        if worker not in self.left_out:
            log.warning("%s gets no job any more: %s", worker, reason)
            self.left_out[worker] = reason
