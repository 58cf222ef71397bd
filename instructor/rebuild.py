"""Make the notebook that is graded: the instructor's own, with a student's answers pasted in.

Of an upload only the sources of answer cells and of additional code cells are used, and pictures
and printed text of cells that are not run again. Tests, points, metadata and order are ours.
"""

import ast
import base64
import json
import re
import symtable
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode, v4

from .course import ROOT, solution_path, student_path
from .intake import read_cells
from .notebooks import grade_id, is_answer, is_graded
from .preprocessors import BADGE_ID, SETUP_ID

MISSING = "The answer cell of this exercise is missing in the notebook that was handed in."
MOST_PICTURES = 3 * 2**20  # bytes of stored outputs that are kept for whoever reads free text

# Names in an answer that have no place in an honest one.
_SUSPICIOUS = {
    "get_ipython", "ast_transformers", "input_transformers_cleanup", "input_transformers_post",
    "do_execute", "run_cell", "ctypes", "settrace", "setprofile", "_getframe", "currentframe",
    "CheckFailed", "__builtins__", "importlib", "gc", "inspect",
}  # fmt: skip
_LIBRARIES = {
    "torch", "nn", "F", "np", "numpy", "math", "plt", "matplotlib", "timm", "torchvision",
    "einops", "vitcourse", "check", "builtins", "sys", "os",
}  # fmt: skip


@dataclass
class Rebuilt:
    """The notebook to grade and what was noticed while it was made.

    ``student_code`` holds the indices of cells with a student's code, ``tests`` maps the index of
    a graded test to its exercise, ``suspicious`` maps an index to the names that look wrong.
    """

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)
    tests: dict[int, str] = field(default_factory=dict)
    student_code: set[int] = field(default_factory=set)
    suspicious: dict[int, str] = field(default_factory=dict)


def instructors_copy(name: str, root=ROOT) -> NotebookNode:
    """The notebook as released, without the set-up cell, but with the hidden tests."""
    released = nbformat.read(student_path(name, root), as_version=4)
    whole = nbformat.read(solution_path(name, root), as_version=4)
    tests = {grade_id(cell): cell.source for cell in whole.cells if _is_test(cell)}
    cells = [cell for cell in released.cells if cell.id not in (BADGE_ID, SETUP_ID)]
    for cell in cells:
        if _is_test(cell):
            cell.source = tests[grade_id(cell)]
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    released.cells = cells
    released.metadata.pop("vitcourse", None)
    return released


def _is_test(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and is_graded(cell) and not is_answer(cell)


def _squeeze(source: str) -> str:
    """A source without blanks and without hidden tests, to recognize a cell by."""
    visible = re.sub(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", "", source, flags=re.S)
    return "".join(visible.split())


def rebuild(name: str, data: bytes, ours: NotebookNode | None = None) -> Rebuilt:
    """Paste the answers of an uploaded notebook into the instructor's copy.

    Args:
        name: which notebook.
        data: the uploaded file.
        ours: the instructor's copy, where at hand.

    Raises:
        ValueError: nothing in the upload can be recognized.
    """
    theirs = read_cells(data)
    ours = ours or instructors_copy(name)
    notes: list[str] = []
    partner = _match(theirs, ours.cells, notes)  # index of theirs -> index of ours
    found = {there: here for here, there in reversed(partner.items())}  # first wins
    answers = [i for i, cell in enumerate(ours.cells) if is_answer(cell)]
    if not any(i in found for i in answers):
        raise ValueError(
            "no answer cell of this notebook could be recognized, neither by its metadata nor by "
            "its place; the student should copy the answers into a fresh notebook"
        )
    for index in answers:
        cell = ours.cells[index]
        if index in found:
            source = theirs[found[index]]["source"]
            cell.source = source if cell.cell_type == "code" else harmless(source)
        elif cell.cell_type == "code":
            cell.source = f"raise NotImplementedError({MISSING!r})"
            notes.append(f"answer cell {grade_id(cell)} missing")
        else:
            notes.append(f"answer cell {grade_id(cell)} missing")
    _note_damage(theirs, ours.cells, partner, notes)
    _keep_pictures(theirs, ours.cells, found)
    return _with_extra_cells(theirs, ours, partner, set(found.values()), notes)


def harmless(text: str) -> str:
    """Free text that shows HTML instead of running it in the browser of whoever grades."""
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    return re.sub(r"(?i)\b(javascript|vbscript|data):", r"\1 :", text)


def _match(theirs: list[dict], ours: list[NotebookNode], notes: list[str]) -> dict[int, int]:
    """Map the student's cells to ours: by grade id, by cell id, by text, by place."""
    by_mark = {grade_id(cell): i for i, cell in enumerate(ours) if grade_id(cell)}
    by_id = {cell.id: i for i, cell in enumerate(ours)}
    by_text = {}
    for i, cell in enumerate(ours):
        by_text.setdefault(_squeeze(cell.source), i)
    partner: dict[int, int] = {}
    for there, cell in enumerate(theirs):
        here = by_mark.get(cell["grade_id"])
        if here is None and (cell["id"] in by_id) and not _answered_elsewhere(cell, by_mark):
            here = by_id[cell["id"]]
        if here is None and not is_empty(cell):
            here = by_text.get(_squeeze(cell["source"]))
        if here is not None:
            partner[there] = here
    if partner:  # else there is no place to go by
        _match_by_place(theirs, ours, partner, notes)
    return partner


def _answered_elsewhere(cell: dict, by_mark: dict) -> bool:
    """A known grade id in the metadata speaks louder than the cell's id."""
    return cell["grade_id"] in by_mark


def is_empty(cell: dict) -> bool:
    return not cell["source"].strip()


def _match_by_place(theirs, ours, partner: dict[int, int], notes: list[str]) -> None:
    """Give unmatched answers the cell that defines their names or stands in their place."""
    taken = set(partner.values())
    for here, cell in enumerate(ours):
        if not is_answer(cell) or here in taken:
            continue
        free = [i for i, c in enumerate(theirs) if i not in partner and not is_empty(c)]
        wanted = _defined(cell.source)
        same = [i for i in free if wanted and wanted <= _defined(theirs[i]["source"])]
        if not same:
            before = [t for t, h in partner.items() if h < here]
            after = [t for t, h in partner.items() if h > here]
            low, high = max(before, default=-1), min(after, default=len(theirs))
            kind = cell.cell_type
            near = [i for i in free if low < i < high and theirs[i]["type"] == kind]
            same = near if len(near) == 1 else []
        if same:
            partner[same[0]] = here
            taken.add(here)
            notes.append(f"answer {grade_id(cell)} recognized by its content or place")


def _parse(source: str) -> ast.Module | None:
    """The code of a cell, without lines for IPython; None where it is no Python."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _defined(source: str) -> set[str]:
    """Names that a cell defines at its top level."""
    tree = _parse(source)
    if tree is None:
        return set()
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return names


def _note_damage(theirs, ours, partner: dict[int, int], notes: list[str]) -> None:
    """Say what was restored, so that nobody wonders."""
    several = {h for h in partner.values() if list(partner.values()).count(h) > 1}
    for here in sorted(several):
        if grade_id(ours[here]):
            notes.append(f"cell {grade_id(ours[here])} stands there twice; the first one counts")
    present = set(partner.values())
    for here, cell in enumerate(ours):
        if _is_test(cell) and here not in present:
            notes.append(f"{grade_id(cell)} was deleted and is restored")
    for there, here in partner.items():
        if _is_test(ours[here]) and _squeeze(theirs[there]["source"]) != _squeeze(
            ours[here].source
        ):
            notes.append(f"{grade_id(ours[here])} was changed and is restored")
        if is_answer(ours[here]) and theirs[there]["type"] != ours[here].cell_type:
            notes.append(f"the type of cell {grade_id(ours[here])} was changed and is restored")


def _keep_pictures(theirs, ours, found: dict[int, int]) -> None:
    """Keep printed text and PNG pictures, for whoever reads the free text; nothing that runs."""
    left = MOST_PICTURES
    for here, cell in enumerate(ours):
        if cell.cell_type != "code" or here not in found or grade_id(cell):
            continue
        for output in theirs[found[here]]["outputs"]:
            safe = _safe_output(output)
            left -= len(str(safe))
            if safe is not None and left > 0:
                cell.outputs.append(safe)


def _safe_output(output) -> NotebookNode | None:
    if not isinstance(output, dict):
        return None
    text = output.get("text")
    if output.get("output_type") == "stream" and output.get("name") == "stdout":
        text = "".join(map(str, text)) if isinstance(text, list) else str(text)
        return v4.new_output("stream", name="stdout", text=text)
    data = output.get("data")
    if isinstance(data, dict):
        return safe_display(data)
    return None


def safe_display(data: dict) -> NotebookNode | None:
    """A display without anything that a browser would run: the PNG in it, else its plain text."""
    png, html = data.get("image/png"), data.get("text/html")
    png = "".join(map(str, png)) if isinstance(png, list) else png
    html = "".join(map(str, html)) if isinstance(html, list) else html
    if not png and isinstance(html, str):  # the course shows its figures like this
        held = re.search(r'src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"', html)
        png = held.group(1) if held else None
    kept = {}
    if isinstance(png, str):
        try:
            if base64.b64decode(png).startswith(b"\x89PNG"):
                kept["image/png"] = "".join(png.split())
        except ValueError:
            pass
    text = data.get("text/plain")
    text = "".join(map(str, text)) if isinstance(text, list) else text
    if isinstance(text, str):
        kept["text/plain"] = text[:5000]
    return v4.new_output("display_data", data=kept) if kept else None


def _with_extra_cells(theirs, ours, partner, used: set[int], notes: list[str]) -> Rebuilt:
    """Put the student's additional code cells behind the cell they followed."""
    extra: dict[int, list[str]] = {}
    last = -1
    for there, cell in enumerate(theirs):
        if there in partner:
            last = partner[there]
        elif cell["type"] == "code" and not is_empty(cell) and not _is_setup(cell):
            extra.setdefault(last, []).append(cell["source"])
    result = Rebuilt(notebook=ours, notes=notes)
    cells: list[NotebookNode] = []

    def add_extra(after: int) -> None:
        for source in extra.get(after, []):
            result.student_code.add(len(cells))
            cells.append(v4.new_code_cell(source, id=f"extra-{len(cells)}"))

    add_extra(-1)
    for here, cell in enumerate(ours.cells):
        if _is_test(cell):
            result.tests[len(cells)] = grade_id(cell).removeprefix("test-")
        elif is_answer(cell) and cell.cell_type == "code":
            result.student_code.add(len(cells))
        cells.append(cell)
        add_extra(here)
    ours.cells = cells
    for index in sorted(result.student_code):
        found = suspicious_names(cells[index].source)
        if found:
            result.suspicious[index] = found
    return result


def _is_setup(cell: dict) -> bool:
    return cell["id"] == SETUP_ID or "vitcourse @ git+" in cell["source"]


def suspicious_names(source: str) -> str:
    """Return what no honest answer needs: ways into the grader, changed libraries."""
    tree = _parse(source)
    if tree is None:
        return ", ".join(sorted(set(re.findall(r"\w+", source)) & _SUSPICIOUS))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _SUSPICIOUS:
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            if node.attr in _SUSPICIOUS:
                found.add(node.attr)
            if isinstance(node.ctx, ast.Store) and _root(node) in _LIBRARIES:
                found.add(f"{ast.unparse(node)} = ...")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = {alias.name.split(".")[0] for alias in node.names}
            modules.add((getattr(node, "module", "") or "").split(".")[0])
            found |= modules & _SUSPICIOUS
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "setattr"
            and node.args
            and _root(node.args[0]) in _LIBRARIES
        ):
            found.add(f"setattr({ast.unparse(node.args[0])}, ...)")
    return ", ".join(sorted(found))


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


# --- what has to run ---


def needed_cells(rebuilt: Rebuilt) -> list[int]:
    """Indices of the cells to run, in order: tests, a student's code, and what those build on.

    One of our own cells is needed if it defines or changes a name that a later needed cell uses.
    The others (figures, long trainings, whatever follows the last test) decide nothing.
    """
    code = {
        index: _Names(_parse(cell.source), cell.source)
        for index, cell in enumerate(rebuilt.notebook.cells[: max(rebuilt.tests) + 1])
        if cell.cell_type == "code"
    }
    modules = {name for names in code.values() for name in names.imported}
    later: set[str] = set()  # what functions use: they may be called anywhere after they are made
    while True:
        kept, used, in_functions = [], set(), set()
        for index in sorted(code, reverse=True):
            names = code[index]
            own = index in rebuilt.tests or index in rebuilt.student_code or names.unknown
            if own or names.touched(modules) & (used | later):
                kept.append(index)
                used = (used - names.defined) | names.used
                in_functions |= names.used_in_functions
        if in_functions <= later:
            return kept[::-1]
        later |= in_functions


class _Names:
    """Which names a cell defines for sure, may change, uses at once, and uses in functions."""

    def __init__(self, tree: ast.Module | None, source: str):
        self.unknown = tree is None
        self.imported, self.defined, self.changed, self.called = set(), set(), set(), set()
        self.used, self.used_in_functions = set(), set(re.findall(r"\w+", source))
        if tree is None:
            return
        self.used_in_functions = set()
        top = symtable.symtable(ast.unparse(tree), "cell", "exec")
        for symbol in top.get_symbols():
            if symbol.is_referenced():
                self.used.add(symbol.get_name())
            if symbol.is_imported():
                self.imported.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                self.changed.add(symbol.get_name())
        for scope in top.get_children():
            self._inside(scope, at_once=True)
        for node in tree.body:
            if isinstance(node, ast.Assign):
                stored = (n for target in node.targets for n in ast.walk(target))
                names = (n for n in stored if isinstance(n, ast.Name))
                self.defined |= {n.id for n in names if isinstance(n.ctx, ast.Store)}
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                self.defined.add(node.name)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Attribute, ast.Subscript)):
                if not isinstance(node.ctx, ast.Load):
                    self.changed.add(_root(node))
            elif (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Attribute)
            ):
                self.called.add(_root(node.value.func))

    def _inside(self, scope: symtable.SymbolTable, at_once: bool) -> None:
        """Names of the notebook that a function, class or comprehension uses."""
        at_once = at_once and (scope.get_type() == "class" or scope.get_name() in _COMPREHENSIONS)
        names = {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global()}
        (self.used if at_once else self.used_in_functions).update(names)
        for inner in scope.get_children():
            self._inside(inner, at_once)

    def touched(self, modules: set[str]) -> set[str]:
        """Names it may change; a function of a module, such as ``plt.plot``, changes none."""
        return self.changed | (self.called - modules)


_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")


# --- the altered test -------------------------------------------------------------------

_PRELUDE = """
import math as {n}math
import torch as {n}torch
from vitcourse.check import CheckFailed as {n}CheckFailed
{n}failed, {n}passed = 0, []
class {n}Never(Exception):
    pass
def {n}alter(kind, value):
    if kind == "that":
        return False
    if kind == "shape":
        return (*value, 7)
    if kind == "raises":
        return {n}Never
    if kind == "low":
        return {n}math.inf
    if kind == "equal":
        return ("altered", 0.123456789)
    try:
        number = {n}torch.as_tensor(value).detach().double()
    except Exception:
        return 0.123456789
    number = {n}torch.nan_to_num(number, nan=0.0, posinf=0.0, neginf=0.0)
    return 1.5 * number + 1.0 + number.abs().amax() if number.numel() else {n}torch.ones(3, 3)
"""
_EXPECTED = {  # function of vitcourse.check -> place and name of the argument to alter
    "close": (2, "expected"),
    "equal": (2, "expected"),
    "shape": (2, "expected"),
    "that": (1, "condition"),
    "between": (2, "low"),
    "raises": (1, "error"),
}


class _Alter(ast.NodeTransformer):
    """Change what every check of a test expects, and note whether it fails as it then must."""

    def __init__(self, nonce: str):
        self.n, self.count = nonce, 0

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "check"
            and call.func.attr in _EXPECTED
        ):
            return node
        self.count += 1
        place, keyword = _EXPECTED[call.func.attr]
        kind = "low" if call.func.attr == "between" else call.func.attr

        def altered(value: ast.expr) -> ast.expr:
            name = ast.Name(f"{self.n}alter", ast.Load())
            return ast.Call(name, [ast.Constant(kind), value], [])

        if len(call.args) > place:
            call.args[place] = altered(call.args[place])
        for word in call.keywords:
            if word.arg == keyword:
                word.value = altered(word.value)
        call.keywords = [word for word in call.keywords if word.arg != "mistakes"]
        label = ast.unparse(call.args[0]) if call.args else "''"
        text = (
            f"try:\n    pass\nexcept {self.n}CheckFailed:\n    {self.n}failed += 1\n"
            f"else:\n    {self.n}passed.append(str({label})[:80])"
        )
        attempt = ast.parse(text).body[0]
        attempt.body = [node]
        return attempt


def altered_test(source: str, nonce: str) -> str:
    """A version of a test in which every check must fail.

    After a test has passed, this version is run. It reports, in one line that begins with
    ``nonce``, how many checks failed as they must and which passed nevertheless.
    """
    n = f"_{nonce}_"
    tree = _Alter(n).visit(ast.parse(source))
    # A function's own names would hide the counters.
    for function in [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)]:
        if any(isinstance(x, ast.AugAssign) and ast.unparse(x.target) == f"{n}failed"
               for x in ast.walk(function)):  # fmt: skip
            function.body.insert(0, ast.parse(f"global {n}failed").body[0])
    report = f"import json as {n}json\nprint('{nonce}', {n}json.dumps([{n}failed, {n}passed]))"
    changed = ast.unparse(ast.fix_missing_locations(tree))
    return _PRELUDE.format(n=n) + changed + "\n" + report


def read_report(text: str, nonce: str) -> tuple[int, list[str]] | None:
    """(checks that failed as they must, names of those that passed), or None without a report."""
    for line in text.splitlines():
        if line.startswith(f"{nonce} "):
            try:
                failed, passed = json.loads(line[len(nonce) + 1 :])
            except ValueError:
                return None
            return int(failed), [str(name) for name in passed]
    return None
