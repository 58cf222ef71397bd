"""Following a notebook's cells, in a real IPython shell: stale answers, errors as sentences."""

import atexit
import contextlib
import io

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
from vitcourse import check, session

CHECK = "check.close('doubles', double(torch.tensor(2.0)), 4.0, hint='Twice.')"
RIGHT = "def double(x):\n    return 2 * x"


class Shell:
    """A shell that returns what a student would read below a cell."""

    def __init__(self):
        session.current.__init__()
        InteractiveShell.clear_instance()
        quiet = Config(HistoryManager={"enabled": False})  # else it fills the developer's own
        self.shell = InteractiveShell(colors="nocolor", config=quiet)
        self.shell.user_ns.update(check=check, torch=torch)
        session.watch_cells(self.shell)

    def __call__(self, source: str, cell: str | None = None) -> str:
        text = io.StringIO()
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            self.shell.run_cell(source, cell_id=cell)
        return text.getvalue().strip()


@pytest.fixture
def shell():
    made = Shell()
    yield made
    atexit.unregister(made.shell.atexit_operations)  # each would collect all garbage once more
    session.current.__init__()


def test_a_right_answer_is_green(shell):
    shell(RIGHT)
    assert shell(CHECK) == "✓ doubles"


def test_an_error_in_the_answer_names_function_line_and_advice(shell):
    shell("def double(x):\n    y = 2\n    return x @ torch.zeros(3, 3)")
    said = shell(CHECK)
    assert said.startswith("✗ double: your code stopped in the line `return x @ torch.zeros(3, 3)`")
    assert "RuntimeError" in said and "Print the shapes" in said
    assert "Traceback" not in said and "\n" not in said


def test_an_error_in_the_check_itself_says_what_it_could_not_use(shell):
    shell("def double(x):\n    pass")
    said = shell("check.equal('axes', double(1).ndim, 0)")
    assert said.startswith("✗ the check could not use your answer: AttributeError")
    assert "end with `return`" in said


def test_a_hint_of_the_exercise_takes_the_place_of_a_guess(shell):
    hints = "'Which attribute?', {'mat2': 'Turn it.'}"
    inside = f"with check.on_error({hints}):\n    double(torch.ones(1, 2))"
    shell("def double(x):\n    return x @ torch.zeros(3, 3)")
    said = shell(inside)
    assert "`return x @ torch.zeros(3, 3)" in said and "RuntimeError: mat1" in said
    assert said.endswith("Turn it.") and "Print the shapes" not in said
    shell("def double(x):\n    return {}['lr']")
    said = shell(inside)
    assert "exactly the keys" in said and said.endswith("Which attribute?")


def test_an_error_inside_a_given_function_names_the_answer_that_called_it(shell):
    shell("#@title Given: half\ndef half(x):\n    return x[0] / 2")
    shell("def double(x):\n    return 4 * half(2)")
    assert shell(CHECK).startswith("✗ double: your code stopped in the line `return 4 * half(2)`")


@pytest.mark.parametrize(
    "body, advice",
    [
        ("return {}['lr']", "exactly the keys"),
        ("a, b = 1, 2, 3", "as many names"),
        ("return (x, x).sum()", "unpack it"),
        ("return torch.colour", "spelled exactly"),
        ("return undefined_name", "Check the spelling"),
        ("return double(x)", "calls itself"),
        ("return torch.zeros(1).backward()", "Gradients flow"),
        ("w = torch.ones(1, requires_grad=True)\n    w -= 1", "with torch.no_grad()"),
        ("return torch.nn.Sequential(torch.nn.ReLU)", "Make the layers"),
        (
            "y = x.requires_grad_().square()\n    y.backward()\n    y.backward()",
            "anew in every step",
        ),
        ("return torch.randperm(3, torch.Generator())", "options by name"),
        ("return torch.ones(2, 2).max(1) - 1", ".values and .indices"),
        (
            "return torch.nn.CrossEntropyLoss(torch.ones(2), torch.ones(2))",
            "made first and then called",
        ),
        ("return torch.ones(2).long().softmax(0)", "right order"),
    ],
)
def test_common_errors_have_their_advice(shell, body, advice):
    shell(f"def double(x):\n    {body}")
    assert advice in shell(CHECK)


def test_an_undefined_answer_says_which_cell_to_run(shell):
    assert shell(CHECK) == "✗ double is not defined. Run the cell with your answer first."


def test_an_answer_cell_that_ended_in_an_error_is_named(shell):
    shell("1 / 0")
    said = shell(CHECK)
    assert "double is not defined" in said and "it ended with ZeroDivisionError" in said


def test_an_untouched_answer_cell_is_asked_for(shell):
    shell("raise NotImplementedError('Replace this line by your answer.')")
    assert shell(CHECK) == "✗ double is not defined. Replace this line by your answer."


def test_a_stale_answer_is_not_judged(shell):
    shell(RIGHT)
    shell("def double(x:\n    return 2 * x")
    said = shell(CHECK)
    assert said.startswith("✗ double: the cell that defines it ended with SyntaxError")
    assert "✓" not in said
    shell(RIGHT)
    assert shell(CHECK) == "✓ doubles"


def test_what_was_defined_before_an_error_counts(shell):
    shell(RIGHT + "\n1 / 0")
    assert shell(CHECK) == "✓ doubles"


def test_a_name_that_the_check_sets_itself_is_never_stale(shell):
    shell(RIGHT)
    shell("batch = 1 / 0")
    assert shell(f"batch = 1\n{CHECK}") == "✓ doubles"


def test_names_inside_functions_of_a_check_are_their_own(shell):
    shell(RIGHT)
    shell("model = 1 / 0")
    assert shell(f"def helper(model):\n    return model\n{CHECK}") == "✓ doubles"


def test_other_cells_keep_their_traceback(shell):
    said = shell("1 / 0")
    assert "Traceback" in said and "ZeroDivisionError" in said


def test_syntax_errors_are_shown_as_always(shell):
    said = shell("def double(x:\n    return 1")
    assert "SyntaxError" in said and "interactiveshell" not in said


def test_watching_twice_reports_once(shell):
    session.watch_cells(shell.shell)
    shell(RIGHT)
    assert session.current.ended[RIGHT] == (1, "")


@pytest.mark.parametrize(
    "body", ["return 1", "return x.nothing", "raise NotImplementedError('Replace this line')", None]
)
def test_the_score_gets_the_sentence_that_the_page_shows(body, shell):
    if body:  # else it is not defined
        shell(f"def double(x):\n    {body}")
    assert shell(CHECK).splitlines()[-1] == f"✗ {session.current.ended[CHECK][1]}"


def test_names_of_a_cell_are_found_where_it_is_no_python():
    broken = "def f(:\n    y = 1\nclass A:\n    pass\nx = 3\nif x == 3:\n    pass\n"
    assert session.defined_names(broken) == {"f", "A", "x"}
    valid = "%matplotlib inline\ndef f(): pass\na, b = 1, 2\nc: int = 3\nfor d in []: e = 4\n"
    assert session.defined_names(valid) == {"f", "a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    "source, judges",
    [("check.equal('a', 1, 1)", True), ("# check.equal(", False), ("checked(1)", False)],
)
def test_a_check_cell_is_one_that_calls_check(source, judges):
    assert session.is_check(source) == judges


def test_a_name_that_its_cell_no_longer_defines_is_not_judged(shell):
    shell(RIGHT, cell="answer")
    shell(RIGHT.replace("double", "twice"), cell="answer")
    said = shell(CHECK)
    assert said.startswith("✗ double: the cell that defined it does so no longer.")
    shell(RIGHT, cell="answer")
    assert shell(CHECK) == "✓ doubles"


@pytest.mark.parametrize(
    "inside",
    ["with torch.no_grad():\n    {}", "if True: {}", "for _ in range(2):\n    {}", "({})"],
)
def test_a_name_may_be_defined_inside_a_statement(inside, shell):
    shell("found = 1", cell="answer")
    statement = "found := 2" if inside == "({})" else "found = 2"
    shell(inside.format(statement), cell="answer")
    assert shell("check.equal('two', found, 2)") == "✓ two"


def test_a_name_that_another_cell_defines_since_is_judged(shell):
    shell(RIGHT, cell="answer")
    shell(RIGHT, cell="below")
    shell("other = 1", cell="answer")
    assert shell(CHECK) == "✓ doubles"
