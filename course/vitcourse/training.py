"""Progress bars and clocks for training loops."""

import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar, cast

import torch
from IPython.core.getipython import get_ipython
from IPython.display import display

T = TypeVar("T")

_WIDTH = 24  # characters of a full bar
_INTERVAL = 0.2  # seconds between two redraws


def _bar(label: str, done: int, total: int, seconds: float | None = None) -> dict[str, str]:
    filled = _WIDTH * done // max(total, 1)
    text = f"{label} {'█' * filled}{'░' * (_WIDTH - filled)} {done}/{total}"
    if seconds is not None and 0 < done < total:
        text += f", about {seconds / done * (total - done):.0f} s left"
    return {"text/plain": text}


def progress(items: Iterable[T], label: str = "training", total: int | None = None) -> Iterator[T]:
    """Yield ``items`` one by one while a progress bar shows how far the loop is.

    The bar is a display updated in place: nothing goes to stderr, which nbgrader takes for
    an error, and the stored output holds no timing. Outside Jupyter there is no bar.

    Args:
        items: what to loop over, for example ``range(epochs)``.
        label: text before the bar.
        total: number of items, needed where ``len(items)`` does not exist.
    """
    if total is None:
        total = len(cast(Sized, items))
    if get_ipython() is None:
        yield from items
        return
    begun = drawn = time.perf_counter()
    handle = display(_bar(label, 0, total), raw=True, display_id=True)
    done = 0
    try:
        for item in items:
            yield item
            done += 1
            now = time.perf_counter()
            if now - drawn > _INTERVAL:
                handle.update(_bar(label, done, total, now - begun), raw=True)
                drawn = now
    finally:
        handle.update(_bar(label, done, total), raw=True)


class Stopwatch:
    """Seconds of a ``with stopwatch()`` block: running inside it, final after it."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._seconds: float | None = None

    @property
    def seconds(self) -> float:
        if self._seconds is not None:
            return self._seconds
        return time.perf_counter() - self._begun

    def stop(self) -> None:
        self._seconds = time.perf_counter() - self._begun


def _synchronize() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    elif torch.backends.mps.is_available():
        torch.mps.synchronize()


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Time a block of code in seconds, waiting for a GPU to finish before and after.

    Example:
        >>> with stopwatch() as watch:
        ...     model(x)
        >>> record("mnist_cnn", "train_seconds", watch.seconds, "s")
    """
    _synchronize()
    watch = Stopwatch()
    try:
        yield watch
    finally:
        _synchronize()
        watch.stop()
