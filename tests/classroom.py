"""A class full of submissions: honest ones, broken ones, hostile ones, each with what it must get.

Every case carries the name of its row in the list of what a grading run must survive. All hand
in notebook 01, the quickest to run.
"""

import io
import json
import os
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import bank
import nbformat
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from vitcourse_authoring.course import ROOT, student_path
from vitcourse_authoring.notebooks import (
    bytes_digest,
    grade_id,
    is_answer,
    is_graded,
    notebook_bytes,
)
from vitcourse_grading.examine import Job
from vitcourse_grading.outcome import Outcome
from vitcourse_grading.rebuild import rebuild
from vitcourse_grading.sandbox import Limits

NAME, COURSE = "01_tensors", "from-pixels-to-patches"
FIRST, SECOND = "pixels-to-unit", "standardize"
FREE_TEXT = "A full shuffle visits every image exactly once; drawing with replacement does not."
DUE = "2026-11-20 18:00"
ON_TIME = time.mktime((2026, 11, 19, 12, 0, 0, 0, 0, -1))
LATE = time.mktime((2026, 11, 21, 12, 0, 0, 0, 0, -1))
LIMITS = Limits(cell_seconds=40.0, total_seconds=400.0)
IMPATIENT = replace(LIMITS, cell_seconds=8.0)  # for who never ends: the limit decides how long


def working_copy(folder: Path) -> Path:
    """Another copy of the repository, with what it takes to grade notebook 01."""
    for name in ("instructor", "solutions", "course"):
        ignored = shutil.ignore_patterns("__pycache__", "0[2-9]*")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@cache
def exercises() -> dict[str, bank.Exercise]:
    return bank.exercises(NAME)


ALL = frozenset(exercises())


def solutions(**changed: str) -> dict[str, str]:
    """Correct answers by exercise, except for those given (with _ for -)."""
    answers = {name: exercise.solution for name, exercise in exercises().items()}
    return answers | {name.replace("_", "-"): source for name, source in changed.items()}


def answered(answers: dict[str, str], name: str = NAME) -> NotebookNode:
    """The student notebook with answers pasted in by grade id."""
    notebook = nbformat.read(student_path(name), as_version=4)
    for cell in notebook.cells:
        if grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
        elif is_answer(cell) and is_graded(cell) and answers:
            cell.source = FREE_TEXT
    return notebook


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def extra(*sources: str) -> NotebookNode:
    """A perfect notebook with additional cells before the first answer."""
    notebook = answered(solutions())
    place = notebook.cells.index(cell_of(notebook, FIRST))
    cells = [v4.new_code_cell(source, id=f"mine-{i}") for i, source in enumerate(sources)]
    notebook.cells[place:place] = cells
    return notebook


def _bytes(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook).encode()  # as editors do, even where it is not valid


@dataclass
class Case:
    """One student: what is handed in, and what must come of it."""

    row: str
    hand_in: Callable[[Path, str], None]
    status: str = "graded"
    lost: frozenset[str] = frozenset()  # exercises without marks
    says: str = ""  # part of reason, notes or the messages of lost exercises
    student: str = ""
    due: str = ""
    late: str = ""
    limits: Limits = LIMITS
    data: dict = field(default_factory=dict)


def write(path: Path, data: bytes, moment: float = ON_TIME) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (moment, moment))


def notebook_case(row: str, make: Callable[[], NotebookNode], **facts) -> Case:
    """Hand in a notebook as ``<student>_<name>.ipynb``."""

    def hand_in(folder: Path, student: str) -> None:
        write(folder / f"{student}_{NAME}.ipynb", _bytes(make()))

    return Case(row, hand_in, **facts)


def raw_case(row: str, data: bytes, **facts) -> Case:
    facts = {"status": "rejected", "lost": ALL} | facts
    return Case(row, lambda folder, student: write(folder / f"{student}_01.ipynb", data), **facts)


def code_case(row: str, source: str, exercise: str = FIRST, **facts) -> Case:
    """Replace one answer."""
    change = {exercise.replace("-", "_"): source}
    return notebook_case(row, lambda: answered(solutions(**change)), **facts)


def correct(exercise: str = FIRST, then: str = "") -> str:
    return f"{exercises()[exercise].solution}\n{then}\n"


def first_line(code: str) -> str:
    """The correct answer, with a line of code before everything else that its function does."""
    return correct().replace("    ### BEGIN SOLUTION", f"    {code}\n    ### BEGIN SOLUTION")


def bank_file(exercise: str, name: str) -> str:
    return (bank.ANSWERS / NAME / exercise / name).read_text()


# --- the ordinary -----------------------------------------------------------------------


def partial(seed: int) -> tuple[dict[str, str], frozenset[str]]:
    """Answers of an ordinary student: right, right in another way, wrong, or not attempted."""
    dice, answers, lost = random.Random(seed), {}, set()
    for name, exercise in exercises().items():
        kind = dice.choices(["solution", "right", "wrong", "blank"], [4, 2, 3, 1])[0]
        files = sorted((bank.ANSWERS / NAME / name).glob(f"{kind}_*.py"))
        if kind in ("right", "wrong") and files:
            answers[name] = dice.choice(files).read_text()
        else:
            answers[name] = exercise.stub if kind == "blank" else exercise.solution
        if kind == "blank" or (kind == "wrong" and files):
            lost.add(name)
    return answers, frozenset(lost)


def ordinary(seed: int) -> Case:
    answers, lost = partial(seed)
    return notebook_case("ordinary student", lambda: answered(answers), lost=lost)


def _written_differently() -> NotebookNode:
    return answered(
        {
            name: sorted((bank.ANSWERS / NAME / name).glob("right_*.py"))[-1].read_text()
            for name in exercises()
        }
    )


# --- damage -----------------------------------------------------------------------------


def _duplicated(name: str) -> NotebookNode:
    notebook = answered(solutions())
    cell = cell_of(notebook, name)
    copy = NotebookNode(json.loads(json.dumps(cell)))
    copy.source = copy.source.replace("return", "return None #", 1)
    notebook.cells.insert(notebook.cells.index(cell) + 1, copy)
    return notebook


def _without(*names: str) -> NotebookNode:
    notebook = answered(solutions())
    notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in names]
    return notebook


def _stripped(ids: bool) -> NotebookNode:
    notebook = answered(solutions())
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
        if ids:
            del cell["id"]
    if ids:
        notebook.nbformat_minor = 4
    return notebook


def _changed(change: Callable[[NotebookNode], None]) -> Callable[[], NotebookNode]:
    def make() -> NotebookNode:
        notebook = answered(solutions())
        change(notebook)
        return notebook

    return make


def _schema(version) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.schema_version = version

    return change


def _rename_id(new: str) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, FIRST)
        cell.metadata.nbgrader.grade_id = new
        cell.id = "renamed"

    return change


def _more_points(notebook: NotebookNode) -> None:
    cell_of(notebook, f"test-{FIRST}").metadata.nbgrader.points = 1000


def _easy_test(notebook: NotebookNode) -> None:
    cell_of(notebook, FIRST).source = "def pixels_to_unit(images):\n    return 0"
    cell_of(notebook, f"test-{FIRST}").source = "assert True"


def _as_markdown(notebook: NotebookNode) -> None:
    cell = cell_of(notebook, FIRST)
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def _script(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if is_answer(cell) and is_graded(cell):
            cell.source = "Since a < b. <script>vandal()</script> [click](javascript:vandal())"


def _reversed(notebook: NotebookNode) -> None:
    notebook.cells = notebook.cells[:2] + notebook.cells[:1:-1]


def _skip_tags(notebook: NotebookNode) -> None:
    cell_of(notebook, FIRST).source = exercises()[FIRST].stub
    for cell in notebook.cells:
        cell.metadata.tags = ["skip-execution", "raises-exception", "solution-only"]


def _other_kernel(notebook: NotebookNode) -> None:
    notebook.metadata.kernelspec = {"name": "julia-9", "display_name": "Julia", "language": "julia"}
    notebook.metadata.language_info = {"name": "julia"}


def _in_place(*parts: str) -> Callable[[Path, str], None]:
    def hand_in(folder: Path, student: str) -> None:
        path = folder.joinpath(*(part.format(student=student) for part in parts))
        write(path, _bytes(answered(solutions())))

    return hand_in


def _zipped(*members: tuple[str, bytes | None], name: str = "{student}.zip"):
    """A zip with these members (None: the perfect notebook)."""

    def hand_in(folder: Path, student: str) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                info = zipfile.ZipInfo(member.format(student=student), (2026, 11, 19, 12, 0, 0))
                if content == b"LINK":
                    info.external_attr = 0o120777 << 16
                    content = b"/etc/passwd"
                archive.writestr(
                    info, _bytes(answered(solutions())) if content is None else content
                )
        write(folder / name.format(student=student), data.getvalue())

    return hand_in


def _nested_zip(folder: Path, student: str) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        member = zipfile.ZipInfo("homework/01_tensors.ipynb", (2026, 11, 19, 12, 0, 0))
        archive.writestr(member, _bytes(answered(solutions())))
    _zipped(("inner.zip", inner.getvalue()))(folder, student)


def _sparse(folder: Path, student: str) -> None:
    path = folder / f"{student}_{NAME}.ipynb"
    write(path, b"")
    os.truncate(path, 500 * 2**20)


def _linked(folder: Path, student: str) -> None:
    (folder / f"{student}_{NAME}.ipynb").symlink_to("/etc/passwd")


def _own_modules(folder: Path, student: str) -> None:
    _in_place("{student}", NAME, f"{NAME}.ipynb")(folder, student)
    for name in ("torch.py", "vitcourse.py"):
        write(folder / student / NAME / name, b"raise SystemExit('fooled')")


def _twice(folder: Path, student: str) -> None:
    write(folder / f"{student}_{NAME}.ipynb", _bytes(answered({})), ON_TIME - 5000)
    write(folder / f"{student}_{NAME} (1).ipynb", _bytes(answered(solutions())), ON_TIME)


def _good_then_broken(folder: Path, student: str) -> None:
    write(folder / f"{student}_{NAME}.ipynb", _bytes(answered(solutions())), ON_TIME - 5000)
    write(folder / f"{student}_{NAME} (1).ipynb", b"{", ON_TIME)


def _late(folder: Path, student: str) -> None:
    write(folder / f"{student}_{NAME}.ipynb", _bytes(answered(solutions())), LATE)


# --- trouble ----------------------------------------------------------------------------

WRONG = "def pixels_to_unit(images):\n    return images\n"
IGNORES_INTERRUPTS = (
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
)
AST_TRANSFORMER = f"""{WRONG}
import ast
class NoChecks(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if "check." in ast.unparse(node) else node
get_ipython().ast_transformers.append(NoChecks())
"""
# The same without a word that gives it away.
HIDDEN_TRANSFORMER = f"""{WRONG}
import ast
class NoChecks(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if "check." in ast.unparse(node) else node
shell = globals()["get_" + "ipython"]()
getattr(shell, "ast_" + "transformers").append(NoChecks())
"""
INPUT_TRANSFORMER = f"""{WRONG}
shell = globals()["get_" + "ipython"]()
def no_checks(lines):
    return ["pass\\n"] if any("check." in line for line in lines) else lines
getattr(shell, "input_" + "transformers_post").append(no_checks)
"""
DO_EXECUTE = f"""{WRONG}
shell = globals()["get_" + "ipython"]()
real = shell.kernel.__class__.__dict__["do_" + "execute"]
async def pretend(self, code, silent, *args, **kwargs):
    if "check." in code:
        code = "pass"
    return await real(self, code, silent, *args, **kwargs)
setattr(shell.kernel.__class__, "do_" + "execute", pretend)
"""
ALWAYS_EQUAL = """
class Yes:
    shape, dtype, ndim = (2, 1, 2, 3), None, 4
    def __eq__(self, other): return True
    def __getattr__(self, name): return lambda *a, **k: self
    def __bool__(self): return True
    __hash__ = None
def pixels_to_unit(images):
    return Yes()
"""
PATCHED_CHECK = f"""{WRONG}
for name in ("close", "equal", "shape", "that", "raises", "between"):
    setattr(check, name, lambda *a, **k: None)
"""
# `setattr` through another name, so that only the altered test can notice.
HIDDEN_PATCH = f"""{WRONG}
space = vars(__import__("vitcourse").check)
space["_matches"] = lambda *a: True
space["_fail"] = lambda *a: None
"""
QUOTES_THE_TEST = """
def pixels_to_unit(images):
    import linecache
    for entry in list(linecache.cache.values()):
        if len(entry) == 4:
            text = "".join(entry[2]).partition("BEGIN HIDDEN " + "TESTS")[2]
            if "check." in text:
                print(text)
                raise ValueError(text)
    return images / 255
"""
PATCHED_ALLCLOSE = f"{WRONG}\ntorch.allclose = lambda *a, **k: True\n"
FIND_SECRETS = """
import os, re
found = []
for top, folders, files in os.walk("/"):
    if top.startswith(("/proc", "/sys", "/usr", "/dev")) or "/lib/python" in top:
        folders.clear()
        continue
    for name in files:
        path = os.path.join(top, name)
        if name.endswith((".ipynb", ".db", ".csv")) or re.match("0[1-7]_", name):
            found.append(path)
        elif name.endswith((".py", ".md", ".txt", ".json")):
            try:
                text = open(path).read()
            except (OSError, UnicodeDecodeError):
                continue
            if "BEGIN " + "HIDDEN TESTS" in text or "BEGIN " + "SOLUTION" in text:
                found.append(path)
print("secrets found:", found)
"""
CONNECT = """
import socket, urllib.request
reached = []
for address in (("127.0.0.1", {port}), ("1.1.1.1", 53)):
    try:
        socket.create_connection(address, timeout=2).close()
        reached.append(address)
    except OSError:
        pass
print("reached:", reached)
"""
VANDAL = """
import os, pathlib
wrote = []
for path in {paths}:
    try:
        with open(path, "ab") as file:
            file.write(b"vandal")
        wrote.append(path)
    except OSError:
        pass
for path in ("../vandal.txt", "../../vandal.txt"):
    try:
        pathlib.Path(path).write_text("vandal")
    except OSError:
        pass
print("wrote:", wrote)
"""
BACKGROUND = (
    "import subprocess, sys\n"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(7777)'],"
    " start_new_session=True)"
)


def bad_cases(port: int, victims: list[str]) -> list[Case]:
    """Every row of the list, at least once.

    Args:
        port: of a server that listens on this computer; nobody may reach it.
        victims: files of the instructor that a student tries to change.
    """
    lost_first, after_first = frozenset({FIRST}), ALL
    # Where a notebook has several rows, one box shows them all.
    noise = first_line("import sys, warnings as w; w.warn('x'); print(5, file=sys.stderr)")
    noisy = solutions(pixels_to_unit=noise, standardize=correct(SECOND, "print('\ud800')"))
    leaving = solutions(
        pixels_to_unit=correct(then="import sys\nsys.exit(0)"),
        standardize=correct(SECOND, "exit()"),
    )
    around = [BACKGROUND, FIND_SECRETS, VANDAL.format(paths=victims), CONNECT.format(port=port)]
    return [
        notebook_case("perfect", lambda: answered(solutions())),
        notebook_case("blank", lambda: answered({}), lost=ALL, says="Replace this line"),
        notebook_case("correct but written differently", _written_differently),
        code_case("plausible wrong answer", bank_file(FIRST, "wrong_divides_by_256.py"),
                  lost=lost_first, says=bank.expected_hint(
                      bank.ANSWERS / NAME / FIRST / "wrong_divides_by_256.py")),
        notebook_case("correct, but prints a warning or a progress bar to stderr",
                      lambda: answered(noisy)),
        code_case("code that is no valid Python",
                  "def pixels_to_unit(images):\n    x = 1\n    global x",
                  lost=lost_first, says="SyntaxError"),
        notebook_case("half a character in the source", lambda: answered(noisy)),
        notebook_case("duplicated answer cell", lambda: _duplicated(FIRST), says="twice"),
        notebook_case("duplicated test cell", lambda: _duplicated(f"test-{FIRST}"), says="twice"),
        notebook_case("deleted test", lambda: _without(f"test-{FIRST}"), says="restored"),
        notebook_case("deleted answer", lambda: _without(FIRST), lost=lost_first, says="missing"),
        notebook_case("deleted answer and test", lambda: _without(FIRST, f"test-{FIRST}"),
                      lost=lost_first, says="missing"),
        notebook_case("all cell metadata stripped", lambda: _stripped(ids=False)),
        notebook_case("all cell metadata and ids stripped", lambda: _stripped(ids=True),
                      says="recognized by its content"),
        notebook_case("old schema version", _changed(_schema(1))),
        notebook_case("unknown schema version", _changed(_schema("next"))),
        notebook_case("unknown grade id", _changed(_rename_id("no-such-exercise"))),
        notebook_case("renamed grade id", _changed(_rename_id(SECOND + "-2"))),
        notebook_case("edited points", _changed(_more_points)),
        notebook_case("edited test source", _changed(_easy_test), lost=lost_first, says="changed"),
        notebook_case("changed cell type", _changed(_as_markdown), says="type of cell"),
        notebook_case("cells reordered", _changed(_reversed)),
        notebook_case("skip-execution or other tags on a test", _changed(_skip_tags),
                      lost=lost_first),
        notebook_case("script in free text", _changed(_script)),
        notebook_case("other kernel name", _changed(_other_kernel)),
        Case("renamed file", _in_place("{student}", "01 (1).ipynb")),
        Case("in nbgrader's folders", _in_place("{student}", NAME, f"{NAME}.ipynb")),
        Case("in a zip", _zipped(("work/tensors.ipynb", None))),
        Case("in a zip in a zip", _nested_zip),
        Case("as a learning platform exports it",
             _in_place("First {student} Last {student}_4711_assignsubmission_file_late.ipynb"),
             late="unknown"),
        raw_case("not JSON", b"%PDF-1.7 not a notebook", says="no valid notebook"),
        raw_case("empty", b"", says="empty"),
        raw_case("truncated", _bytes(answered(solutions()))[:20_000], says="no valid notebook"),
        raw_case("nested too deeply", b"[" * 200_000, says="no valid notebook"),
        raw_case("another notebook", _bytes(v4.new_notebook(cells=[v4.new_code_cell("1")])),
                 says="no answer cell"),
        Case("500 MB", _sparse, "rejected", ALL, "too large"),
        notebook_case("sys.exit() in an answer", lambda: answered(leaving)),
        notebook_case("exit() in an answer", lambda: answered(leaving)),
        code_case("os._exit() in an answer", correct(then="import os\nos._exit(0)"),
                  lost=lost_first, says="process ended"),
        code_case("kernel crash", first_line("import os; os.kill(os.getpid(), 11)"),
                  lost=lost_first, says="process ended"),
        code_case("endless loop", "def pixels_to_unit(images):\n    while True:\n        pass\n",
                  lost=lost_first, says="still running", limits=IMPATIENT),
        code_case("endless loop that ignores interrupts", IGNORES_INTERRUPTS, lost=lost_first,
                  says="ignored the interrupt", limits=IMPATIENT),
        code_case("endless printing", "while True:\n    print('x' * 1000)", lost=lost_first,
                  says="printed more"),
        code_case("memory hog", "hog = []\nwhile True:\n    hog.append(bytearray(10**8))",
                  lost=lost_first, says="used up the memory"),
        code_case("fork bomb", "import os, time\nwhile True:\n    if os.fork() == 0:\n"
                  "        time.sleep(1000)", lost=lost_first),
        code_case("disk filling", "n = 0\nwhile True:\n    n += 1\n"
                  "    with open(f'{n}.bin', 'wb') as f:\n        f.write(bytes(10**7))",
                  lost=lost_first, says="No space left"),
        notebook_case("background process left behind", lambda: extra(*around)),
        code_case("AST transformer that removes checks", AST_TRANSFORMER, status="needs-review",
                  lost=after_first, says="ast_transformers"),
        code_case("hidden AST transformer", HIDDEN_TRANSFORMER, status="needs-review",
                  lost=after_first, says="a check passes whatever it expects"),
        code_case("input transformer", INPUT_TRANSFORMER, status="needs-review", lost=after_first,
                  says="could not be repeated"),
        code_case("patched do_execute", DO_EXECUTE, status="needs-review", lost=after_first,
                  says="could not be repeated"),
        code_case("always-equal object", ALWAYS_EQUAL, lost=lost_first, says="expected"),
        code_case("patched check", PATCHED_CHECK, status="needs-review", lost=after_first,
                  says="setattr(check"),
        code_case("hidden patch of the checks", HIDDEN_PATCH, status="needs-review",
                  lost=after_first, says="a check passes whatever it expects"),
        code_case("patched torch.allclose", PATCHED_ALLCLOSE, status="needs-review",
                  lost=after_first, says="torch.allclose"),
        notebook_case("reading hidden tests, solutions or other students' work from disk",
                      lambda: extra(*around)),
        code_case("printing and raising the test's own source", QUOTES_THE_TEST, lost=lost_first,
                  says="quotes the test and is not shown"),
        notebook_case("writing to the gradebook, to ../, to other submissions",
                      lambda: extra(*around)),
        Case("a student's own torch.py or vitcourse.py", _own_modules),
        notebook_case("network access", lambda: extra(*around)),
        Case("symbolic link", _linked, "rejected", ALL, "link"),
        Case("symbolic link in a zip", _zipped(("01_tensors.ipynb", b"LINK")), "rejected", ALL,
             "link"),
        Case("../ in a zip", _zipped(("../../01_tensors.ipynb", None)), "rejected", ALL, "outside"),
        Case("huge member in a zip", _zipped(("01_tensors.ipynb", bytes(60 * 2**20))), "rejected",
             ALL, "too large"),
        Case("submitted twice", _twice, says="1 other file kept"),
        Case("submitted twice, the second time broken", _good_then_broken, says="newer file"),
        Case("late", _late, late="0 d 18 h 0 min"),
        Case("late, with an extension", _late, due="2026-11-22"),
        Case("missing", lambda folder, student: None, "not-submitted", ALL, "no file"),
    ]  # fmt: skip


def numbered(cases: list[Case]) -> list[Case]:
    """Give each student without an id the next one."""
    for number, case in enumerate(cases):
        case.student = case.student or f"s{number:03d}"
    return cases


def by_hand(url: str, student: str, points: float | None, comment: str = "", cell: str = "") -> str:
    """Mark one cell, else the first unread text, as Formgrader stores it; return its name."""
    with Gradebook(url, COURSE) as book:
        notebook = book.find_submission_notebook(NAME, NAME, student)
        name = cell or next(g.name for g in notebook.grades if g.needs_manual_grade)
        row = next(grade for grade in notebook.grades if grade.name == name)
        row.manual_score, row.needs_manual_grade = points, False
        for note in notebook.comments:
            if note.name == name.removeprefix("test-") and comment:
                note.manual_comment = comment
        book.db.commit()
    return name


def chosen(*rows: str) -> list[Case]:
    """Some of the bad cases, handed in by the same students as among all of them."""
    return [case for case in numbered(bad_cases(0, [])) if case.row in rows]


def fill(folder: Path, cases: list[Case]) -> Path:
    """Write a class: ``folder/uploads`` and ``folder/roster.csv``; return the uploads."""
    uploads = folder / "uploads"
    uploads.mkdir(parents=True, exist_ok=True)
    lines = ["student_id,first_name,last_name,due"]
    for case in numbered(cases):
        lines.append(f"{case.student},First {case.student},Last {case.student},{case.due}")
        case.hand_in(uploads, case.student)
    (folder / "roster.csv").write_text("\n".join(lines) + "\n")
    return uploads


class OneBoxEach(Executor):
    """Runs a class with one box for all submissions that are rebuilt into the same notebook.

    What a box is given decides what comes out, so equal notebooks need no second one: of all ways
    to damage a perfect notebook, most end in the same. Everything around the box happens for each.

    Args:
        pool: where the boxes run.
        cases: for the limits of each student.
        uploads: where they were handed in.
    """

    def __init__(self, pool: Executor, cases: list[Case], uploads: Path):
        self.pool, self.running, self.limits = pool, {}, {}
        for case in cases:
            path = uploads / f"{case.student}_{NAME}.ipynb"
            if case.limits != LIMITS:
                self.limits[bytes_digest(path.read_bytes())] = case.limits

    def submit(self, run: Callable[[Job], Outcome], job: Job) -> Future:
        job = replace(job, limits=self.limits.get(job.upload, job.limits))
        try:
            made = rebuild(job.notebook, job.data)
        except ValueError:  # rejected without a box
            return self.pool.submit(run, job)
        given = notebook_bytes(made.notebook), made.tests, made.student_code, made.suspicious
        if repr(given) not in self.running:
            self.running[repr(given)] = self.pool.submit(run, job), len(made.notes)
            return self.running[repr(given)][0]
        (first, skip), own = self.running[repr(given)], Future()

        def share(_: Future) -> None:
            if first.exception():
                own.set_exception(first.exception())
            else:  # the first notes are about the upload, the others about the run
                own.set_result(
                    replace(first.result(), notes=made.notes + first.result().notes[skip:])
                )

        first.add_done_callback(share)
        return own
