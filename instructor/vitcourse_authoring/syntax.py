"""What the code of a cell says about itself, read from its syntax tree without running it."""

import ast
import re
import symtable
from contextlib import suppress
from functools import lru_cache

from nbformat import NotebookNode

# Names in an answer that have no place in an honest one.
_SUSPICIOUS = {
    "get_ipython", "ast_transformers", "input_transformers_cleanup", "input_transformers_post",
    "do_execute", "run_cell", "ctypes", "settrace", "setprofile", "_getframe", "currentframe",
    "CheckFailed", "__builtins__", "importlib", "inspect",
}  # fmt: skip
_LIBRARIES = {
    "torch", "nn", "F", "np", "numpy", "math", "plt", "matplotlib", "timm", "torchvision",
    "einops", "vitcourse", "check", "builtins", "sys", "os",
}  # fmt: skip
# Settings that honest answers change; none of them decides what a check says.
_HARMLESS = re.compile(r"torch\.backends\.\w+\.[\w.]+")


def tree_of(source: str) -> ast.Module:
    """As ``ast.parse``, which fails at times in Python 3.11 where another thread parses, too.

    It counts the depth of a tree for all threads together.
    """
    for _ in range(20):
        with suppress(SystemError):
            return ast.parse(source)
    return ast.parse(source)


def parse(source: str) -> ast.Module | None:
    """The code of a cell, without lines for IPython; None where it is no Python."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        return tree_of("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def defined_names(source: str) -> set[str]:
    """Names that a cell defines at its top level."""
    tree = parse(source)
    if tree is None:
        return set()
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return names


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def suspicious_names(source: str) -> str:
    """Return what no honest answer needs: ways into the grader, changed libraries."""
    tree = parse(source)
    if tree is None:
        return ", ".join(sorted(set(re.findall(r"\w+", source)) & _SUSPICIOUS))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _SUSPICIOUS:
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            if node.attr in _SUSPICIOUS:
                found.add(node.attr)
            stored = isinstance(node.ctx, ast.Store) and _root(node) in _LIBRARIES
            if stored and not _HARMLESS.match(ast.unparse(node)):
                found.add(f"{_root(node)}.{node.attr} = ...")
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
            found.add(f"setattr({_root(node.args[0])}, ...)")
    return ", ".join(sorted(found))


def needed_cells(cells: list[NotebookNode], tests: set[int], student_code: set[int]) -> list[int]:
    """Indices of the cells to run, in order: tests, a student's code, and what those build on.

    One of our own cells is needed if it defines or changes a name that a later needed cell uses.
    The others (figures, long trainings, whatever follows the last test) decide nothing.
    """
    code = {
        index: _names(cell.source)
        for index, cell in enumerate(cells[: max(tests) + 1])
        if cell.cell_type == "code"
    }
    modules = {name for names in code.values() for name in names.imported}
    kept: list[int] = []
    while True:
        before, kept = kept, []
        used: set[str] = set()
        made_later: set[str] = set()  # what functions that are made later use when they are called
        for index in sorted(code, reverse=True):
            names = code[index]
            wanted = used | made_later
            for earlier in (code[i] for i in before if i < index):
                if earlier is not names and (earlier.touched(modules) & used):
                    wanted |= earlier.used_in_functions
            own = index in tests or index in student_code or index in before or names.unknown
            if own or names.touched(modules) & wanted:
                kept.append(index)
                used = (used - names.defined) | names.used
                made_later |= names.free_in_functions
        kept.reverse()
        if kept == before:
            return kept


class _Names:
    """Which names of the notebook a cell defines for sure, may change, and uses.

    Attributes:
        imported, defined, changed: by it; ``defined`` whatever happens.
        called: names with a method that is called for its effect.
        used: read by the cell before it defines them itself.
        used_in_functions: read when a function that it makes is called.
        free_in_functions: those of them that it has not defined before it makes the function.
        unknown: it is no Python, so that nothing is known.
    """

    def __init__(self, source: str):
        tree = parse(source)
        top = None if tree is None else _scopes(tree)
        self.unknown = top is None
        self.imported: set[str] = set()
        self.defined: set[str] = set()
        self.changed: set[str] = set()
        self.called: set[str] = set()
        self.used: set[str] = set()
        self.used_in_functions: set[str] = set()
        self.free_in_functions: set[str] = set()
        if tree is None or top is None:
            self.used_in_functions = self.free_in_functions = set(re.findall(r"\w+", source))
            return
        for symbol in top.get_symbols():
            if symbol.is_imported():
                self.imported.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                self.changed.add(symbol.get_name())
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
        self.defined = self._follow(tree.body, set())

    def _follow(self, body: list[ast.stmt], known: set[str]) -> set[str]:
        """Read statements one by one; return ``known`` and the names that they surely define."""
        for node in body:
            if isinstance(node, (ast.For, ast.AsyncFor)):
                self._read(node.iter, known)
                self._follow(node.body, known | _stored(node.target))
                self._follow(node.orelse, known)
            elif isinstance(node, (ast.While, ast.If)):
                self._read(node.test, known)
                both = [self._follow(part, known) for part in (node.body, node.orelse)]
                known = both[0] & both[1] if isinstance(node, ast.If) else known
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                inside = known
                for item in node.items:
                    self._read(item.context_expr, inside)
                    inside = inside | (_stored(item.optional_vars) if item.optional_vars else set())
                inside = self._follow(node.body, inside)
                hides = any("suppress" in ast.unparse(item.context_expr) for item in node.items)
                known = known if hides else inside
            elif isinstance(node, ast.Try):
                inside = self._follow(node.body, known)
                for handler in node.handlers:
                    if handler.type:
                        self._read(handler.type, known)
                    self._follow(handler.body, known | {handler.name or ""})
                self._follow(node.orelse, inside)
                self._follow(node.finalbody, known)
            else:
                self._read(node, known)
                known = known | _defined_by(node)
        return known

    def _read(self, node: ast.AST, known: set[str]) -> None:
        """Note what one statement or expression reads and does not find in ``known``."""
        scope = symtable.symtable(ast.unparse(node), "cell", "exec")
        used = {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_referenced()}
        if isinstance(node, ast.AugAssign):
            used.add(_root(node.target))
        in_functions: set[str] = set()
        for inner in scope.get_children():
            _inside(inner, True, used, in_functions)
        self.used |= used - known
        self.used_in_functions |= in_functions
        self.free_in_functions |= in_functions - known

    def touched(self, modules: set[str]) -> set[str]:
        """Names it may change; a function of a module, such as ``plt.plot``, changes none."""
        return self.changed | (self.called - modules)


_names = lru_cache(4096)(_Names)  # most cells are the same in every submission


def _inside(scope: symtable.SymbolTable, at_once: bool, used: set[str], later: set[str]) -> None:
    """Names of the notebook that a function, class or comprehension uses, at once or later."""
    at_once = at_once and (scope.get_type() == "class" or scope.get_name() in _COMPREHENSIONS)
    in_class = scope.get_type() == "class"  # it reads the notebook's name before its own is there
    (used if at_once else later).update(
        symbol.get_name()
        for symbol in scope.get_symbols()
        if symbol.is_global() or (in_class and symbol.is_referenced())
    )
    for inner in scope.get_children():
        _inside(inner, at_once, used, later)


def _stored(target: ast.AST) -> set[str]:
    return {
        node.id
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _defined_by(node: ast.stmt) -> set[str]:
    """Names that a simple statement defines at the notebook's own level."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign):
        return set().union(*map(_stored, node.targets))
    if isinstance(node, ast.AnnAssign) and node.value:
        return _stored(node.target)
    return set()


def _scopes(tree: ast.Module) -> symtable.SymbolTable | None:
    """Scopes of the names; None for what can be parsed but not compiled (a late ``global``)."""
    try:
        return symtable.symtable(ast.unparse(tree), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
