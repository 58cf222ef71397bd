"""A passed test is repeated so that it must fail; what it reports cannot be printed or read."""

import contextlib
import io

import pytest
from vitcourse_authoring.syntax import suspicious_names
from vitcourse_grading.altered import altered_test, read_report, report_of

TEST = """
from vitcourse import check
def inner(value):
    check.equal("inner", value, 3)
inner(answer())
check.that("outer", answer() == 3)
"""


def report(answer: str) -> tuple[int, list[str]] | None:
    space: dict = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(answer, space)
        exec(altered_test(TEST, "5f3a"), space)
    assert "[" not in printed.getvalue().replace("[2, []]", "")
    return read_report(eval(report_of("5f3a"), space))


def test_checks_that_fail_as_they_must_are_counted():
    assert report("def answer():\n    return 3") == (2, [])


def test_a_check_that_passes_whatever_it_expects_is_named():
    patch = "from vitcourse import check\ncheck.equal = lambda *a, **k: None\n"
    import vitcourse

    real = vitcourse.check.equal
    try:
        assert report(patch + "def answer():\n    return 3") == (1, ["inner"])
    finally:
        vitcourse.check.equal = real


def test_a_printed_report_and_changed_globals_forge_nothing():
    forged = """
def answer():
    for name, value in list(globals().items()):
        if isinstance(value, (int, list)) and not name.startswith("__"):
            globals()[name] = 7
    print("[2, []]")
    return 3
"""
    assert report(forged) == (2, [])


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"a": 1}', "[null, []]"])
def test_what_is_no_report_is_none(text):
    assert read_report(text) is None


@pytest.mark.parametrize(
    "source",
    [
        "torch.backends.cudnn.deterministic = True",
        "torch.backends.cuda.matmul.allow_tf32 = False",
        "import gc\ngc.collect()",
        "def outer():\n    def inner(x):\n        return x\n    return inner",
        "model.forward(x=x)",
        "torch.set_grad_enabled(False)",
    ],
)
def test_ordinary_code_raises_no_suspicion(source):
    assert suspicious_names(source) == ""


@pytest.mark.parametrize(
    "source", ["torch.backends = None", "torch.allclose = print", "get_ipython()", "import ctypes"]
)
def test_what_changes_checks_does(source):
    assert suspicious_names(source)
