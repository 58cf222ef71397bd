"""Friendly checks: every comparison that a visible or hidden test makes.

Each function compares what an exercise produced with what was expected. It prints one line
when they agree and otherwise raises :class:`CheckFailed`, whose message says what was
expected, what came and what to look at. ``name`` says which property is checked.

:func:`watch` calls a student's function under supervision, :func:`sealed` compares with an answer
that the cell does not show.
"""

import functools
import hashlib
import inspect
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from numbers import Number
from typing import Any, NoReturn

import numpy as np
import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from .session import CheckFailed, current

# Bound here, so that replacing torch.isclose in a notebook does not change a comparison.
_isclose = torch.isclose
_as_tensor = torch.as_tensor

_FEW = 8  # tensors with at most this many elements are shown whole


def _fail(name: str, found: str, hint: str) -> NoReturn:
    _refuse_stale()
    raise CheckFailed(f"{name}: {found.rstrip('.')}. {hint}".strip())


def _pass(name: str) -> None:
    _refuse_stale()
    print(f"✓ {name}")


def _refuse_stale() -> None:
    """Judge nothing while an older answer than the one on the page is in memory."""
    if current.stale():
        raise CheckFailed(current.stale())


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
    if isinstance(value, (int, float)):
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
        _fail(name, _expected(want, got), hint)
    off = (got.double() - want.double()).abs()
    worst = int(torch.nan_to_num(off, nan=torch.inf).argmax())
    place = [int(index) for index in np.unravel_index(worst, tuple(want.shape))]
    wrong = int((~_isclose(got.double(), want.double(), rtol=rtol, atol=atol)).sum())
    _fail(
        name,
        f"{wrong} of {want.numel()} values differ; the largest difference is at index {place}: "
        + _expected(want.flatten()[worst], got.flatten()[worst]),
        hint,
    )


def _expected(want: torch.Tensor, got: torch.Tensor) -> str:
    """What was expected and what came, also where both look alike when rounded."""
    text = f"expected {_show(want)}, but got {_show(got)}"
    if _show(want) == _show(got):
        text += f" (they differ by up to {(got.double() - want.double()).abs().max():.2g})"
    return text


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
    differ = _missing_and_surplus(got, want) or _first_difference(got, want)
    _fail(name, differ or f"expected {_show(expected)}, but got {_show(actual)}", hint)


def _missing_and_surplus(got: Any, want: Any) -> str:
    """What two collections of names do not share; empty for anything else."""
    names = [
        list(value) if isinstance(value, (tuple, set, frozenset, dict)) else []
        for value in (got, want)
    ]
    if not all(isinstance(name, str) for name in names[0] + names[1]):
        return ""
    if not names[1] or len(set(names[1])) < len(names[1]):  # no names, or kinds of things
        return ""
    missing = [name for name in names[1] if name not in names[0]]
    surplus = [name for name in names[0] if name not in names[1]]
    parts = [("missing", missing), ("surplus", surplus)]
    return "; ".join(f"{word}: {', '.join(some[:_FEW])}" for word, some in parts if some)


def _first_difference(got: Any, want: Any, index: tuple[int, ...] = ()) -> str:
    """Where two nested sequences differ first; empty where they are short or of other form."""
    if not (isinstance(got, tuple) and isinstance(want, tuple) and len(got) == len(want)):
        return ""
    place = next(
        (i for i, pair in enumerate(zip(got, want, strict=True)) if pair[0] != pair[1]), None
    )
    if place is None:
        return ""
    here = (*index, place)
    if isinstance(want[place], tuple):
        return _first_difference(got[place], want[place], here)
    if not index and len(want) <= _FEW:
        return ""  # short enough to be shown whole
    where = f"index {place}" if not index else f"index {list(here)}"
    return f"at {where}: expected {_show(want[place])}, but got {_show(got[place])}"


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


# --- answers that the cell does not show ------------------------------------------------

_ROUNDS = 50_000


def _normal(value: Any) -> tuple[str, str]:
    """(kind of an answer, its text): equal answers, differently written, give the same text."""
    value = _plain(value)
    if isinstance(value, bool):
        return "True or False", str(value)
    if isinstance(value, (int, float)):
        return "a number", f"{value:.4g}" if value != int(value) else str(int(value))
    if isinstance(value, str):
        return "a word", " ".join(re.sub(r"[^\w]+", " ", value.casefold()).split())
    if isinstance(value, tuple):
        return f"{len(value)} values in order", ",".join(_normal(item)[1] for item in value)
    return "another kind of answer", str(value)


def seal(name: str, value: Any) -> str:
    """Return the fingerprint of an answer, for :func:`sealed`; authors call it, students need not.

    Args:
        name: the ``name`` that :func:`sealed` gets; it salts the fingerprint.
        value: a number (compared to 4 digits), word, bool, or a list or tuple (a shape) of these.
    """
    kind, text = _normal(value)
    digest = hashlib.pbkdf2_hmac("sha256", text.encode(), name.encode(), _ROUNDS)
    return f"{kind}: {digest.hex()[:20]}"


def sealed(
    name: str,
    value: Any,
    seal: str,
    hint: str = "",
    *,
    mistakes: Mapping[str, str] | None = None,
) -> None:
    """Check an answer whose right value the cell does not show.

    A check normally holds what it expects. For a number that you are to work out, that would give
    the answer away; so this check holds only a fingerprint of it (a salted hash). It can tell
    whether your answer is the right one, but nobody can read the right one from it.

    Args:
        name: the property checked.
        value: the student's answer.
        seal: fingerprint of the right answer, made by :func:`seal`.
        hint: what to look at when it is wrong.
        mistakes: hint -> fingerprint of what one known mistake gives.

    Raises:
        CheckFailed: it is not the right answer.
    """
    if value is None or value is Ellipsis:
        _fail(name, f"got {_show(value)}", "Fill in your answer and run its cell.")
    kind, mine = seal.rpartition(": ")[0], globals()["seal"](name, value)
    if mine == seal:
        _pass(name)
        return
    for advice, known in (mistakes or {}).items():
        if mine == known:
            hint = advice
            break
    found = f"{_show(value)} is not the answer"
    if mine.rpartition(": ")[0] != kind:
        found = f"expected {kind}, but got {_show(value)}"
    _fail(name, found, hint)


# --- a student's function under supervision ---------------------------------------------


class _Forbidding(TorchFunctionMode):
    """Notes calls of torch functions that an exercise forbids, by any of their names."""

    def __init__(self, names: Sequence[str]):
        super().__init__()
        self.names, self.called = set(names), ""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        name = getattr(func, "__name__", "").removeprefix("special_").lstrip("_")
        if name in self.names:
            self.called = name
        return func(*args, **(kwargs or {}))


@contextmanager
def forbidding(exercise: str, *names: str) -> Iterator[None]:
    """Inside this block no torch function of these names may be called.

    Args:
        exercise: what the message begins with.
        names: bare names, such as ``"softmax"``; this covers ``torch.softmax``, ``F.softmax``,
            ``torch.special.softmax``, the method of tensors and whatever calls one of them,
            however it was imported.

    Raises:
        CheckFailed: one was called.
    """
    with _Forbidding(names) as mode:
        yield
    if mode.called:
        _fail(
            exercise, f"your code calls {mode.called}", "Here you are to write that part yourself."
        )


def watch(
    function: Callable,
    *,
    returns: type | tuple[type, ...] | None = None,
    forbid: Sequence[str] = (),
    changes: Sequence[int] = (),
) -> Callable:
    """Return a student's function with supervision of every call.

    Each call fails with one sentence where the function returns the wrong type or ``None``, calls
    what the exercise forbids, changes what it was given, or leaves autograd switched off. Errors
    pass through unchanged, so that :func:`raises` can expect them.

    Args:
        function: the student's.
        returns: wanted type of the result; a tuple of types where several results are wanted.
        forbid: names of torch functions, see :func:`forbidding`.
        changes: places of the arguments that may be changed, such as the model of a training.
    """
    name = getattr(function, "__name__", type(function).__name__)

    @functools.wraps(function, updated=())
    def call(*args: Any, **kwargs: Any) -> Any:
        given = {_parameter(function, i): v for i, v in enumerate(args) if i not in changes}
        given |= kwargs
        before = {label: _state(value) for label, value in given.items()}
        with _gradients_as_before(name), forbidding(name, *forbid):
            result = function(*args, **kwargs)
        for label, value in given.items():
            _compare_states(f"{name}, {label}", before[label], _state(value))
        _demand_type(name, result, returns)
        return result

    return call


@contextmanager
def on_error(hint: str = "", mistakes: Mapping[str, str] | None = None) -> Iterator[None]:
    """Add a hint to the sentence about an error that ends this block, see :func:`session.explain`.

    Args:
        hint: what to look at; empty for none.
        mistakes: part of the error's text -> the hint to give instead.
    """
    try:
        yield
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        hint = next((other for part, other in (mistakes or {}).items() if part in said), hint)
        if hint:
            error.add_note(hint)
        raise


@contextmanager
def _gradients_as_before(name: str) -> Iterator[None]:
    """Switch autograd back on where an answer left it off, also when it ended in an error."""
    before = torch.is_grad_enabled()
    try:
        with warnings.catch_warnings():  # of the answer itself, but it would point at this file
            warnings.filterwarnings("ignore", "Converting a tensor with requires_grad=True")
            yield
    finally:
        if torch.is_grad_enabled() != before:
            torch.set_grad_enabled(before)
            _fail(name, "gradients are switched off for good", "Use `with torch.no_grad():`.")


def _parameter(function: Callable, place: int) -> str:
    """What the function calls its argument at this place."""
    try:
        called = function.forward if isinstance(function, nn.Module) else function
        return list(inspect.signature(called).parameters)[place]
    except (TypeError, ValueError, IndexError):
        return f"argument {place + 1}"


def _demand_type(name: str, result: Any, wanted: type | tuple[type, ...] | None) -> None:
    if wanted is None:
        return
    if isinstance(wanted, tuple):
        words = ", ".join(kind.__name__ for kind in wanted)
        if not isinstance(result, (tuple, list)) or len(result) != len(wanted):
            found = f"expected {len(wanted)} results ({words}), but got {_show(result)}"
            _fail(name, found, "Return them in this order, separated by commas.")
        for item, kind in zip(result, wanted, strict=True):
            _demand_type(name, item, kind)
    elif not isinstance(result, wanted):
        found = _show(result) if result is None else f"{type(result).__name__}"
        _fail(name, f"expected the type {wanted.__name__}, but got {found}", _cure(result, wanted))


def _cure(result: Any, wanted: type) -> str:
    """How to turn a result into the type that is wanted, where that is simple."""
    if isinstance(result, torch.Tensor) and wanted in (int, float):
        return "Use .item() on a tensor of one element."
    if wanted is torch.Tensor and isinstance(result, (list, tuple)):
        return "torch.stack joins tensors, torch.tensor makes one from numbers."
    if wanted is torch.Tensor and isinstance(result, np.ndarray):
        return "torch.from_numpy turns it into one."
    if wanted is int and isinstance(result, (float, np.integer)):
        return "Make it one with int(...); .numel() of a tensor is one already."
    return ""


def _state(value: Any) -> dict[str, Any]:
    """What a call could change about a value: property -> copy."""
    if isinstance(value, torch.Tensor):
        return {"values": value.detach().clone(), "requires_grad": value.requires_grad}
    if isinstance(value, nn.Module):
        tensors = {**dict(value.named_parameters()), **dict(value.named_buffers())}
        return {
            "weights": {key: tensor.detach().clone() for key, tensor in tensors.items()},
            "requires_grad": [parameter.requires_grad for parameter in value.parameters()],
            "train or eval mode": [module.training for module in value.modules()],
        }
    if isinstance(value, (tuple, list)):
        return {str(index): _state(item) for index, item in enumerate(value)}
    if isinstance(value, dict):
        return {str(key): _state(item) for key, item in value.items()}
    return {}


def _compare_states(name: str, before: Any, after: Any, what: str = "values") -> None:
    if isinstance(before, dict):
        if before.keys() != after.keys():
            _fail(name, "it has other parts than before the call", "Leave your inputs as they are.")
        for key in before:
            inner = key if key in ("values", "weights", "requires_grad") or " " in key else what
            _compare_states(name, before[key], after[key], inner)
    elif isinstance(before, torch.Tensor):
        if before.shape != after.shape or not torch.equal(
            torch.nan_to_num(before), torch.nan_to_num(after)
        ):
            _fail(
                name,
                f"its {what} changed during the call"
                if before.shape == after.shape
                else "its shape changed during the call",
                "Leave it as it was: work on a copy, without `-=`, `exp_` and the like.",
            )
    elif before != after:
        _fail(name, f"its {what} changed during the call", "Put it back as it was.")
