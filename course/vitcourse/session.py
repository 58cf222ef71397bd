"""What the cells of this session did: which answers are current, which checks are green.

:func:`watch_cells` makes IPython report every cell that runs. From this the checks know when an
answer is not what its cell says now (the cell ended in an error, so an older function is still in
memory), an error inside a check becomes one sentence instead of a traceback, and
:func:`vitcourse.score` knows which exercises are green.
"""

import ast
import linecache
import re
import symtable
import textwrap
from collections.abc import Mapping
from types import FrameType
from typing import Any

_NOTHING = object()
_UNTOUCHED = "Replace this line"  # how the line begins that stands where an answer belongs


class CheckFailed(AssertionError):
    """A check did not pass; the message is all that a student needs to see."""

    def _render_traceback_(self) -> list[str]:
        """Replace Jupyter's traceback, which would show the test's code, by the message."""
        return [f"✗ {self}"]


class Session:
    """The memory of one kernel.

    Attributes:
        failed: name that no cell defines as it reads now -> why: its cell ended in an error,
            or no longer holds the name.
        ended: text of a cell -> (number of the run, how it ended, for a check in the sentence that
            the page shows; empty when it ran through).
        defined: name -> number of the run in which a cell defined it last.
        last_error: how the last cell that is no check ended; empty when it ran through.
    """

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}
        self.ended: dict[str, tuple[int, str]] = {}
        self.defined: dict[str, int] = {}
        self.last_error = ""
        self._runs = 0
        self._source = ""
        self._before: dict[str, Any] = {}
        self._old: dict[str, Any] = {}  # what a failed name meant when its cell failed
        self._cell = ""
        self._definer: dict[str, str] = {}  # name -> id of the cell that defined it last
        self._namespace: Mapping[str, Any] = {}

    def begin(self, source: str, namespace: Mapping[str, Any], cell: str = "") -> None:
        """Note that a cell (with this id, where the front end tells) is about to run."""
        self._runs += 1
        self._cell = cell
        self._source, self._namespace = source, namespace
        self._before = {name: namespace.get(name, _NOTHING) for name in defined_names(source)}

    def end(self, namespace: Mapping[str, Any], error: BaseException | None) -> None:
        """Note how that cell ended. What it defined before an error counts as defined."""
        how = "" if error is None else _summary(error)
        shown = getattr(error, "_render_traceback_", None) if is_check(self._source) else None
        self.ended[self._source] = self._runs, shown()[0].removeprefix("✗ ") if shown else how
        if not is_check(self._source):
            self.last_error = how
        for name, before in self._before.items():
            if error is None or namespace.get(name, _NOTHING) is not before:
                self.failed.pop(name, None)
                self.defined[name] = self._runs
                self._definer[name] = self._cell
            elif not is_check(self._source):
                self.failed[name] = f"the cell that defines it ended with {how}"
                self._old[name] = before
        if self._cell and error is None:
            mine = {name for name, cell in self._definer.items() if cell == self._cell}
            for name in mine - self._before.keys():  # defined here once, and no longer
                self.failed[name] = "the cell that defined it does so no longer"
                self._old[name] = namespace.get(name, _NOTHING)

    def stale(self) -> str:
        """Why the cell that runs now must not judge an answer; empty where it may."""
        if not self.failed:
            return ""
        for name in sorted(self.failed.keys() - self._before.keys()):  # else the check sets it
            bound_since = self._namespace.get(name, _NOTHING) is not self._old[name]
            if not bound_since and name in _global_names(self._source):
                return (
                    f"{name}: {self.failed[name]}. "
                    "Mend it, keep the name, and run it again; until then nothing is checked."
                )
        return ""


current = Session()


def defined_names(source: str) -> set[str]:
    """Names of the notebook that a cell defines, wherever in it, also where it is no Python."""
    tree = parse(source)
    if tree is None:
        found = re.findall(r"^(?:(?:def|class)\s+(\w+)|(\w[\w, ]*?)\s*=[^=])", source, re.M)
        return {name for pair in found for part in pair for name in re.findall(r"\w+", part)}
    cell = symtable.symtable(ast.unparse(tree), "cell", "exec")
    return {
        symbol.get_name()
        for symbol in cell.get_symbols()
        if symbol.is_assigned() and not symbol.is_imported()
    }


def _global_names(source: str) -> set[str]:
    """Names of the notebook that a cell uses, at its top level or inside functions."""
    tree = parse(source)
    if tree is None:
        return set()
    names: set[str] = set()
    scopes = [symtable.symtable(ast.unparse(tree), "cell", "exec")]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        names |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if symbol.is_global() or scope.get_type() == "module"
        }
    return names


def parse(source: str) -> ast.Module | None:
    """The code of a cell, without lines for IPython; None where it is no Python."""
    lines = ("" if re.match(r"\s*[%!]", line) else line for line in source.splitlines())
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_check(source: str) -> bool:
    """Whether a cell judges an answer: it calls a function of ``check``."""
    return re.search(r"^[^#\n]*\bcheck\.\w+\(", source, re.M) is not None


def short(text: str) -> str:
    """A text that fits into a message or a table."""
    return textwrap.shorten(text, 300, placeholder=" ...")


def _summary(error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    if isinstance(error, SyntaxError):
        text = f"{error.msg} (line {error.lineno})"
    return f"{type(error).__name__}: {short(text)}" if text else type(error).__name__


# (what the error says, what to do about it)
_ADVICE = [
    (
        r"'tuple'|not tuple",
        "A function with several results returns them as a tuple: unpack it, first, second = ...",
    ),
    (
        r"NoneType",
        "Something is None here. Does every function end with `return`? A .grad is None where no "
        "gradient was computed.",
    ),
    (r"a second time", "Compute the loss anew in every step; a graph is used up by backward()."),
    (r"before Module.__init__", "Begin __init__ with super().__init__()."),
    (r"^EinopsError", "Read the pattern axis by axis: each name stands once on both sides."),
    (r"mutually exclusive|invalid combination", "Give options by name: generator=generator."),
    (r"leaf Variable", "Change parameters inside `with torch.no_grad():`."),
    (
        r"is not a Module subclass",
        "Make the layers and separate them by commas: nn.Sequential(nn.Flatten(), ...).",
    ),
    (
        r"return_types\.",
        "max, min and sort along an axis return two tensors, .values and .indices.",
    ),
    (
        r"Boolean value of Tensor",
        "A whole tensor is neither true nor false: ask `mask is not None`, compare names or id(p), "
        "or use .any() or .all(). (A loss is made first and then called: Loss()(x, y).)",
    ),
    (
        r"not implemented for '",
        "Are the arguments in the right order, and their dtypes as they should be?",
    ),
    (
        r"positional argument|unexpected keyword|required keyword",
        "Keep the parameters that the exercise names, in their order.",
    ),
    (
        r"values to unpack|cannot unpack",
        "There must be as many names on the left as things on the right.",
    ),
    (r"^KeyError", "Use exactly the keys that the exercise names."),
    (r"^AttributeError", "Is the name spelled exactly as in the exercise?"),
    (r"^NameError|^UnboundLocalError", "Check the spelling, or run the cell that defines it."),
    (r"^RecursionError", "The function calls itself without an end."),
    (
        r"does not require grad|requires grad",
        "Gradients flow through tensors only: .item(), .detach(), NumPy and no_grad cut them off.",
    ),
]

# The same where the error alone does not say enough: a hint of the exercise is better.
_GUESSES = [
    (
        r"shape|size|dimension|dim |mat1|broadcast|out of (range|bounds)|indices|\b\d+D\b",
        "Print the shapes just before this line and compare them with those in the exercise.",
    ),
    (r"dtype|scalar type|Long|Byte", "Print the dtypes just before this line."),
]


def explain(error: BaseException, namespace: Mapping[str, Any]) -> str:
    """Put an error that ended a check into one sentence, with what to do about it.

    Args:
        error: what was raised while the check ran.
        namespace: the notebook's variables; functions made in its cells know it as theirs.
    """
    stale = current.stale()
    if stale:
        return stale
    if isinstance(error, CheckFailed) or _UNTOUCHED in str(error):
        return str(error)
    what = _summary(error)
    advice = _advice(what, getattr(error, "__notes__", []))
    frames = _frames_of(error, namespace)
    cells = [f for f in frames if _file(f) != _file(frames[0]) and not _is_given(f)]
    if not cells:
        if isinstance(error, NameError) and getattr(error, "name", None):
            if _UNTOUCHED in current.last_error:
                return f"{error.name} is not defined. {current.last_error.partition(': ')[2]}."
            ended = f"; it ended with {current.last_error}" if current.last_error else ""
            return f"{error.name} is not defined. Run the cell with your answer first{ended}."
        return f"the check could not use your answer: {what}. {advice}"
    frame, number = cells[-1], _line_numbers(error)[cells[-1]]
    line = linecache.getline(_file(frame), number).strip()
    where = f" in the line `{line}`" if line else ""
    name = getattr(frame.f_code, "co_qualname", frame.f_code.co_name).partition(".<locals>")[0]
    return f"{name}: your code stopped{where} with {what}. {advice}"


def _advice(what: str, hints: list[str]) -> str:
    """What to do about an error, with the hints of the exercise; see :func:`check.on_error`."""
    known = [text for pattern, text in _ADVICE if re.search(pattern, what)][:1]
    guesses = [text for pattern, text in _GUESSES if re.search(pattern, what)]
    guesses.append("Call your function on a small example in a cell of its own.")
    return " ".join([*known, *hints] or guesses[:1])


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def _is_given(frame: FrameType) -> bool:
    """Whether this code is in a cell that the course gives, not in an answer."""
    return linecache.getline(_file(frame), 1).startswith("#@title")


def _line_numbers(error: BaseException) -> dict[FrameType, int]:
    """frame -> line, from the outermost call to the one that failed."""
    found, trace = {}, error.__traceback__
    while trace is not None:
        found[trace.tb_frame] = trace.tb_lineno
        trace = trace.tb_next
    return found


def _frames_of(error: BaseException, namespace: Mapping[str, Any]) -> list[FrameType]:
    """Frames of the notebook's own code, the check's first."""
    return [frame for frame in _line_numbers(error) if frame.f_globals is namespace]


def watch_cells(shell: Any) -> None:
    """Follow every cell that ``shell`` (IPython's) runs from now on; calling it again is safe."""
    if shell is None or getattr(shell, "_vitcourse", None) is current:
        return
    shell._vitcourse = current
    namespace = shell.user_ns

    def begin(info: Any) -> None:
        current.begin(info.raw_cell, namespace, info.cell_id or "")

    def end(result: Any) -> None:
        current.end(namespace, result.error_before_exec or result.error_in_exec)

    def show(shell: Any, kind: type, error: BaseException, trace: Any, tb_offset: Any = None):
        if is_check(current._source) and not hasattr(error, "_render_traceback_"):
            sentence = f"✗ {explain(error, namespace)}"
            error.__dict__["_render_traceback_"] = lambda: [sentence]  # shown instead
        running = not isinstance(error, SyntaxError)  # else the cell never started
        shell.showtraceback((kind, error, trace), running_compiled_code=running)

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)
    shell.set_custom_exc((Exception,), show)
