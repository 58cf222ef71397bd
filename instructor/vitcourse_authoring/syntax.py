"""What the code of a cell says about itself, read from its syntax tree without running it."""

import ast
import re
import symtable

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


def parse(source: str) -> ast.Module | None:
    """The code of a cell, without lines for IPython; None where it is no Python."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines))
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
        index: _Names(parse(cell.source), cell.source)
        for index, cell in enumerate(cells[: max(tests) + 1])
        if cell.cell_type == "code"
    }
    modules = {name for names in code.values() for name in names.imported}
    later: set[str] = set()  # what functions use: they may be called anywhere after they are made
    while True:
        kept: list[int] = []
        used: set[str] = set()
        in_functions: set[str] = set()
        for index in sorted(code, reverse=True):
            names = code[index]
            own = index in tests or index in student_code or names.unknown
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
        top = None if tree is None else _scopes(tree)
        self.unknown = top is None
        self.imported: set[str] = set()
        self.defined: set[str] = set()
        self.changed: set[str] = set()
        self.called: set[str] = set()
        self.used: set[str] = set()
        self.used_in_functions = set(re.findall(r"\w+", source))
        if tree is None or top is None:
            return
        self.used_in_functions = set()
        for symbol in top.get_symbols():
            if symbol.is_referenced():
                self.used.add(symbol.get_name())
            if symbol.is_imported():
                self.imported.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                self.changed.add(symbol.get_name())
        for scope in top.get_children():
            self._inside(scope, at_once=True)
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                stored = (n for target in statement.targets for n in ast.walk(target))
                names = (n for n in stored if isinstance(n, ast.Name))
                self.defined |= {n.id for n in names if isinstance(n.ctx, ast.Store)}
            elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                self.defined.add(statement.name)
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


def _scopes(tree: ast.Module) -> symtable.SymbolTable | None:
    """Scopes of the names; None for what can be parsed but not compiled (a late ``global``)."""
    try:
        return symtable.symtable(ast.unparse(tree), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
