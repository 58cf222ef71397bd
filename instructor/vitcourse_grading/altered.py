"""Tests whose expected values are altered, so that every check in them must fail.

After a test has passed, the grader runs it once more in this form. A check that passes again has
been tampered with: taken out of the code, replaced, or fooled by an object that equals anything.
"""

import ast
import json

from vitcourse_authoring.syntax import tree_of

# What was counted lies in a closure, and no name says what it is for.
_PRELUDE = """
def {n}():
    import json, math
    import torch
    from vitcourse.check import CheckFailed
    failed, passed = [], []
    class Never(Exception):
        pass
    def alter(kind, value):
        if kind == "that":
            return False
        if kind == "shape":
            return (*value, 7)
        if kind == "raises":
            return Never
        if kind == "low":
            return math.inf
        if kind == "sealed":
            return "altered: " + str(value)
        if kind == "equal":
            return ("altered", 0.123456789)
        try:
            number = torch.as_tensor(value).detach().double()
        except Exception:
            return 0.123456789
        number = torch.nan_to_num(number, nan=0.0, posinf=0.0, neginf=0.0)
        return 1.5 * number + 1.0 + number.abs().amax() if number.numel() else torch.ones(3, 3)
    def report():
        return json.dumps([len(failed), [str(label)[:80] for label in passed]])
    return CheckFailed, alter, failed.append, passed.append, report
{n}e, {n}a, {n}f, {n}p, {n}r = {n}()
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
        self.n = nonce

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
        place, keyword = _EXPECTED[call.func.attr]
        kind = "low" if call.func.attr == "between" else call.func.attr

        def altered(value: ast.expr) -> ast.expr:
            name = ast.Name(f"{self.n}a", ast.Load())
            return ast.Call(name, [ast.Constant(kind), value], [])

        if len(call.args) > place:
            call.args[place] = altered(call.args[place])
        for word in call.keywords:
            if word.arg == keyword:
                word.value = altered(word.value)
        call.keywords = [word for word in call.keywords if word.arg != "mistakes"]
        label = ast.unparse(call.args[0]) if call.args else "''"
        text = f"try:\n    pass\nexcept {self.n}e:\n    {self.n}f(1)\nelse:\n    {self.n}p({label})"
        attempt = tree_of(text).body[0]
        assert isinstance(attempt, ast.Try)
        attempt.body = [node]
        return attempt


def altered_test(source: str, nonce: str) -> str:
    """A version of a test in which every check must fail.

    After a test has passed, this version is run. Then the value of :func:`report_of` says how many
    checks failed as they must, and which passed nevertheless. It is asked for afterwards, when no
    answer runs any more, and does not come as printed text: printing something like it is in vain.
    """
    tree = _Alter(f"_{nonce}").visit(tree_of(source))
    changed = ast.unparse(ast.fix_missing_locations(tree))
    return f"{_PRELUDE.format(n=f'_{nonce}')}{changed}\n"


def report_of(nonce: str) -> str:
    """The expression that gives the report."""
    return f"_{nonce}r()"


def read_report(text: str) -> tuple[int, list[str]] | None:
    """(checks that failed as they must, names of those that passed), or None without a report."""
    try:
        failed, passed = json.loads(text)
        return int(failed), [str(name) for name in passed]
    except (ValueError, TypeError):
        return None
