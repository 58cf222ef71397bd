"""Friendly checks: every comparison that a visible or hidden test makes.

Each function compares what an exercise produced with what was expected. It prints one line
when they agree and otherwise raises :class:`CheckFailed`, whose message says what was
expected, what came and what to look at. ``name`` says which property is checked.
"""

from collections.abc import Callable, Mapping, Sequence
from numbers import Number
from typing import Any

import numpy as np
import torch

# Bound here, so that replacing torch.isclose in a notebook does not change a comparison.
_isclose = torch.isclose
_as_tensor = torch.as_tensor

_FEW = 8  # tensors with at most this many elements are shown whole


class CheckFailed(AssertionError):
    """A check did not pass; the message is all that a student needs to see."""

    def _render_traceback_(self) -> list[str]:
        """Replace Jupyter's traceback, which would show the test's code, by the message."""
        return [f"✗ {self}"]


def _fail(name: str, found: str, hint: str) -> None:
    raise CheckFailed(f"{name}: {found}. {hint}".strip())


def _pass(name: str) -> None:
    print(f"✓ {name}")


def _number(value: float | int | bool) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _show(value: Any) -> str:
    """A short, readable form of what was expected or what came."""
    if value is None:
        return "None (does your function return its result?)"
    if value is Ellipsis:
        return "... (nothing filled in yet)"
    if isinstance(value, torch.Tensor):
        if value.ndim == 0:
            return _number(value.item())
        if value.numel() <= _FEW:
            return str([_round(item) for item in value.detach().cpu().tolist()])
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, Number):
        return _number(value)
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + "..."


def _round(value: Any) -> Any:
    if isinstance(value, list):
        return [_round(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _to_tensor(name: str, value: Any, hint: str) -> torch.Tensor:
    if isinstance(value, torch.Tensor):
        return value.detach().cpu()
    if isinstance(value, (Number, np.ndarray, np.generic, list, tuple)):
        try:
            return _as_tensor(_plain(value) if isinstance(value, (list, tuple)) else value)
        except (TypeError, ValueError, RuntimeError):
            pass
    _fail(name, f"expected numbers, but got {_show(value)}", hint)


def _matches(actual: torch.Tensor, expected: torch.Tensor, rtol: float, atol: float) -> bool:
    if actual.shape != expected.shape:
        return False
    near = _isclose(actual.double(), expected.double(), rtol=rtol, atol=atol, equal_nan=True)
    return bool(near.all())


def close(
    name: str,
    actual: Any,
    expected: Any,
    hint: str = "",
    *,
    rtol: float = 1e-4,
    atol: float = 1e-6,
    mistakes: Mapping[str, Any] | None = None,
) -> None:
    """Check that numbers or tensors agree in shape and, within a tolerance, in value.

    Args:
        name: the property checked, for example ``"rows sum to 1"``.
        actual: what the student's code produced: tensor, array, number or list of numbers.
        expected: what it should be.
        hint: what to look at when they differ.
        rtol: relative tolerance.
        atol: absolute tolerance.
        mistakes: hint -> the value that one known mistake produces; when ``actual`` agrees
            with such a value, its hint is shown instead of ``hint``.

    Raises:
        CheckFailed: they differ.
    """
    got = _to_tensor(name, actual, hint)
    want = _to_tensor(name, expected, hint)
    if _matches(got, want, rtol, atol):
        _pass(name)
        return
    for advice, value in (mistakes or {}).items():
        if _matches(got, _to_tensor(name, value, hint), rtol, atol):
            hint = advice
            break
    if got.shape != want.shape:
        _fail(name, f"expected shape {tuple(want.shape)}, but got {tuple(got.shape)}", hint)
    if want.numel() <= _FEW:
        _fail(name, f"expected {_show(want)}, but got {_show(got)}", hint)
    off = (got.double() - want.double()).abs()
    worst = int(torch.nan_to_num(off, nan=torch.inf).argmax())
    place = [int(index) for index in np.unravel_index(worst, tuple(want.shape))]
    wrong = int((~_isclose(got.double(), want.double(), rtol=rtol, atol=atol)).sum())
    _fail(
        name,
        f"{wrong} of {want.numel()} values differ, most at index {place}: "
        f"expected {_show(want.flatten()[worst])}, but got {_show(got.flatten()[worst])}",
        hint,
    )


def _plain(value: Any) -> Any:
    """Reduce to plain Python values, so that no object can decide itself what it equals."""
    if isinstance(value, (torch.Tensor, np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_plain(item) for item in value)
    if type(value) in (bool, int, float, complex, str, bytes, type(None), torch.dtype):
        return value
    if isinstance(value, (torch.device, type, set, frozenset)):
        return value
    return f"<{type(value).__name__} object>"


def equal(
    name: str,
    actual: Any,
    expected: Any,
    hint: str = "",
    *,
    mistakes: Mapping[str, Any] | None = None,
) -> None:
    """Check that two values are exactly equal; for counts, labels, dtypes, names and lists.

    Tensors, arrays, lists and tuples are compared by their values and nesting. Arguments as in
    :func:`close`.

    Raises:
        CheckFailed: they differ.
    """
    got, want = _plain(actual), _plain(expected)
    if got == want:
        _pass(name)
        return
    for advice, value in (mistakes or {}).items():
        if got == _plain(value):
            hint = advice
            break
    differ = _first_difference(got, want)
    _fail(name, differ or f"expected {_show(expected)}, but got {_show(actual)}", hint)


def _first_difference(got: Any, want: Any) -> str:
    """Where two long sequences of one length differ first; empty for anything else."""
    if not (isinstance(got, tuple) and isinstance(want, tuple) and len(got) == len(want) > _FEW):
        return ""
    place = next(i for i, pair in enumerate(zip(got, want, strict=True)) if pair[0] != pair[1])
    if isinstance(want[place], tuple):
        return f"row {place} is not as expected"
    return f"at index {place}: expected {_show(want[place])}, but got {_show(got[place])}"


def shape(
    name: str,
    actual: Any,
    expected: Sequence[int],
    hint: str = "",
    *,
    dtype: torch.dtype | None = None,
) -> None:
    """Check that ``actual`` is a tensor of this shape and, where given, of this dtype.

    Raises:
        CheckFailed: it is not.
    """
    if not isinstance(actual, torch.Tensor):
        _fail(name, f"expected a tensor of shape {tuple(expected)}, but got {_show(actual)}", hint)
    if tuple(actual.shape) != tuple(expected):
        _fail(name, f"expected shape {tuple(expected)}, but got {tuple(actual.shape)}", hint)
    if dtype is not None and actual.dtype != dtype:
        _fail(name, f"expected dtype {dtype}, but got {actual.dtype}", hint)
    _pass(name)


def that(name: str, condition: Any, hint: str = "") -> None:
    """Check that a condition (bool or 0-dimensional bool tensor) holds.

    Raises:
        CheckFailed: it does not.
    """
    if _plain(condition) is not True:
        _fail(name, "this does not hold", hint)
    _pass(name)


def between(name: str, value: Any, low: float, high: float, hint: str = "") -> None:
    """Check that a number lies between ``low`` and ``high``, both included.

    Raises:
        CheckFailed: it does not, or it is not a number.
    """
    number = _to_tensor(name, value, hint)
    if number.numel() != 1 or not low <= float(number) <= high:
        _fail(name, f"expected between {low:g} and {high:g}, but got {_show(value)}", hint)
    _pass(name)


def raises(
    name: str,
    error: type[Exception],
    function: Callable,
    *args: Any,
    hint: str = "",
    **kwargs: Any,
) -> None:
    """Check that ``function(*args, **kwargs)`` raises ``error`` with a message.

    Raises:
        CheckFailed: nothing or something else is raised, or the error has no message.
    """
    try:
        result = function(*args, **kwargs)
    except error as raised:
        if not str(raised):
            _fail(name, f"{error.__name__} was raised without a message", hint)
        _pass(name)
        return
    except Exception as raised:
        other = f"{type(raised).__name__}: {raised}"
        _fail(name, f"expected {error.__name__}, but {other} was raised", hint)
    _fail(name, f"expected {error.__name__}, but the call returned {_show(result)}", hint)
