"""Tests whose expected values are altered, so that every check in them must fail.

After a test has passed, the grader runs it once more in this form. A check that passes again has
been tampered with: taken out of the code, replaced, or fooled by an object that equals anything.
"""

import ast
import json

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
    if kind == "sealed":
        return "altered: " + str(value)
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
    "sealed": (2, "seal"),
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
        assert isinstance(attempt, ast.Try)
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
