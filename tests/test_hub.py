"""A class on one machine: nbgrader's exchange as ordinary users, and what JupyterHub gives whom."""

import contextlib
import grp
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from traitlets.config import PyFileConfigLoader
from vitcourse_authoring.course import ROOT

from conftest import missing

NAME, COURSE = "01_tensors", "from-pixels-to-patches"
TEACHER, STUDENT, OTHER = "vit-teacher", "vit-ada", "vit-bob"


# --- the exchange -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def machine():
    """Three accounts, an exchange, and the repository at mode 700 in the teacher's home."""
    whole = Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]
    if os.getuid() != 0 or not whole:
        pytest.skip("only root can make users, and only outside a user namespace")
    if not shutil.which("useradd") or not shutil.which("setpriv"):
        missing("useradd or setpriv (Debian's packages passwd and util-linux)")
    base = Path(tempfile.mkdtemp(prefix="vit-hub-"))
    base.chmod(0o755)
    users = (TEACHER, STUDENT, OTHER)
    try:
        for user in users:
            subprocess.run(["userdel", user], capture_output=True)  # of a run that was killed
            command = ["useradd", "--create-home", "--base-dir", str(base), "--user-group", user]
            subprocess.run(command, check=True, capture_output=True)
        exchange = base / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        yield Machine(base, exchange)
    finally:
        for user in users:
            subprocess.run(["userdel", user], capture_output=True)
        shutil.rmtree(base)


class Machine:
    def __init__(self, base: Path, exchange: Path):
        self.base, self.exchange = base, exchange
        self.repository = base / TEACHER / "repository"
        parts = ("course", "instructor", "solutions", "tests", "nbgrader_config.py",
                 "pyproject.toml")  # fmt: skip
        self.repository.mkdir(mode=0o700)
        for part in parts:
            if (ROOT / part).is_dir():
                skip = shutil.ignore_patterns("__pycache__", "bundled", "answers")
                shutil.copytree(ROOT / part, self.repository / part, ignore=skip)
            else:
                shutil.copy(ROOT / part, self.repository / part)
        subprocess.run(["chown", "-R", f"{TEACHER}:{TEACHER}", self.repository], check=True)
        settings = self.home(STUDENT) / ".jupyter"
        settings.mkdir()
        (settings / "nbgrader_config.json").write_text(
            json.dumps(student_settings(exchange)["nbgrader_config.json"])
        )

    def home(self, user: str) -> Path:
        return self.base / user

    def run(self, user: str, *arguments, folder: Path | None = None, fails: bool = False) -> str:
        """Run Python as somebody; return what was said."""
        folder = folder or (self.repository if user == TEACHER else self.home(user))
        source = self.repository
        path = [source / "course", source / "instructor", source / "tests"]
        environment = {
            "HOME": str(self.home(user)),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "VITCOURSE_EXCHANGE": str(self.exchange),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({"PYTHONPATH": os.pathsep.join(map(str, path))} if user == TEACHER else {}),
        }
        who = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        done = subprocess.run(
            [*_opening(), *who, sys.executable, *map(str, arguments)],
            cwd=folder, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, said
        return said

    def nbgrader(self, user: str, *arguments, **options) -> str:
        return self.run(user, "-m", "nbgrader", *arguments, **options)


def _opening() -> list[str]:
    """What lets other users run this Python, though it lies in a home that they cannot enter."""
    base = Path(sys.base_prefix)
    closed = [folder for folder in reversed(base.parents) if not folder.stat().st_mode & 0o001]
    if not closed:
        return []
    if not shutil.which("bwrap"):
        missing("bubblewrap")
    shown = ["--tmpfs", str(closed[0])]
    for folder in reversed(base.parents):
        if closed[0] in folder.parents:
            shown += ["--perms", "0755", "--dir", str(folder)]
    shown += ["--ro-bind", str(base), str(base)]
    return ["bwrap", "--cap-add", "ALL", "--dev-bind", "/", "/", *shown, "--"]


GRADE = """
import sys
from pathlib import Path
from fake import FakeRunner
from vitcourse_grading.grade import Settings, grade
roster = Path("roster.csv")
roster.write_text("student_id,first_name,last_name\\nvit-ada,Ada,Love\\nvit-bob,Bob,Stone\\n")
grade(Path("collected"), Settings(roster=roster, due=sys.argv[1]), FakeRunner())
print(Path("classroom/grades.csv").read_text())
"""


@pytest.mark.kernel
def test_the_exchange_from_release_to_feedback_as_ordinary_users(machine):
    machine.run(STUDENT, "-c", f"open({str(machine.repository / 'pyproject.toml')!r})", fails=True)
    machine.nbgrader(TEACHER, "release_assignment", NAME)
    assert NAME in machine.nbgrader(STUDENT, "list")
    machine.nbgrader(STUDENT, "fetch_assignment", NAME)
    fetched = machine.home(STUDENT) / NAME / f"{NAME}.ipynb"
    assert fetched.read_bytes() == (ROOT / "course" / NAME / f"{NAME}.ipynb").read_bytes()
    assert not list(fetched.parent.glob("*.md"))
    fetched.write_text(fetched.read_text().replace("Your answer here", "It visits each once"))
    machine.nbgrader(STUDENT, "submit", NAME)

    # Somebody else puts work into the exchange in her name, later than hers.
    [inbound] = (machine.exchange / COURSE).glob("inbound")
    forged = inbound / f"{STUDENT}+{NAME}+2999-01-01 00:00:00 UTC+x"
    machine.run(OTHER, "-c", f"import os; os.mkdir({str(forged)!r})")

    said = machine.nbgrader(TEACHER, "collect", NAME)
    assert "left out" in said and f"from {OTHER}" in said
    collected = machine.repository / "collected" / STUDENT / NAME
    assert sorted(path.name for path in collected.iterdir()) == [
        f"{NAME}.ipynb", "submission_secret.txt", "timestamp.txt",
    ]  # fmt: skip
    assert "no page for" not in machine.nbgrader(TEACHER, "release_feedback", NAME)
    grades = machine.run(TEACHER, "-c", GRADE, "2999-01-01")
    assert re.search(r"vit-ada,Love,Ada,,01_tensors,graded,,", grades)
    assert re.search(r"vit-bob,Stone,Bob,,01_tensors,not-submitted", grades)
    late = machine.run(TEACHER, "-c", GRADE, "2020-01-01")  # by nbgrader's timestamp.txt
    assert re.search(r"vit-ada,.*,graded,.*\d+ d \d+ h", late)

    said = machine.nbgrader(TEACHER, "release_feedback", NAME)
    assert "no page for vit-bob (nothing was collected)" in said
    machine.nbgrader(STUDENT, "fetch_feedback", NAME)
    [page] = (machine.home(STUDENT) / NAME / "feedback").rglob("*.html")
    assert "Ada Love" in page.read_text() and "not read yet" in page.read_text()
    feedback = machine.exchange / COURSE / "feedback"
    machine.run(OTHER, "-c", f"import os; os.listdir({str(feedback)!r})", fails=True)

    # Handed in again and collected: there is no page for it until it is graded.
    fetched.write_text(fetched.read_text().replace("It visits", "A shuffle visits"))
    time.sleep(1.1)  # nbgrader tells submissions apart by the second
    machine.nbgrader(STUDENT, "submit", NAME)
    machine.nbgrader(TEACHER, "collect", NAME, "--update")
    said = machine.nbgrader(TEACHER, "release_feedback", NAME)
    assert "vit-ada (collected after the last grading: grade first)" in said


# --- the hub ----------------------------------------------------------------------------


def hub(exchange: Path, settings: Path):
    """The settings of the hub, as JupyterHub loads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITCOURSE_EXCHANGE", str(exchange))
        patch.setenv("VITCOURSE_SETTINGS", str(settings))
        patch.setenv("VITCOURSE_INSTRUCTORS", grp.getgrgid(os.getgid()).gr_name)
        path = ROOT / "instructor" / "jupyterhub_config.py"
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


def student_settings(exchange: Path) -> dict[str, dict]:
    """What the hub writes for students, by file."""
    with tempfile.TemporaryDirectory() as folder:
        hub(exchange, Path(folder))
        files = Path(folder).rglob("*.json")
        return {path.relative_to(folder).as_posix(): json.loads(path.read_text()) for path in files}


def spawned(config, user: str) -> SimpleNamespace:
    spawner = SimpleNamespace(user=SimpleNamespace(name=user), environment={}, notebook_dir="")
    config.Spawner.pre_spawn_hook(spawner)
    return spawner


@contextlib.contextmanager
def server(folder: Path, environment: dict[str, str], home: Path):
    """JupyterLab as the hub would start it; what a page of it answers: status and text."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    options = [f"--ServerApp.port={port}", "--IdentityProvider.token=t", "--no-browser",
               "--allow-root", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        cwd=home,  # there the hub starts it, whatever folder it shows
        env={**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "c"), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ask(path: str) -> tuple[int, str]:
        try:
            url = f"http://127.0.0.1:{port}{path}{'&' if '?' in path else '?'}token=t"
            with urllib.request.urlopen(url) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""

    try:
        for _ in range(600):
            with contextlib.suppress(urllib.error.URLError):
                ask("/api")
                break
            assert process.poll() is None
            time.sleep(0.2)
        yield ask
    finally:
        process.kill()
        process.wait()


def disabled(page: str) -> set[str]:
    data = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)
    return {name.split(":")[-1] for name in json.loads(data[1])["disabledExtensions"]
            if "nbgrader" in name}  # fmt: skip


@pytest.mark.kernel
def test_students_get_the_assignment_list_and_instructors_formgrader(tmp_path):
    config = hub(tmp_path / "exchange", tmp_path / "settings")
    (tmp_path / "exchange" / COURSE / "outbound" / NAME).mkdir(parents=True)
    student = spawned(config, "nobody")
    with server(tmp_path, student.environment, tmp_path) as ask:
        assert disabled(ask("/lab")[1]) == {"formgrader", "course-list", "create-assignment"}
        assert ask("/formgrader")[0] == 404
        status, text = ask(f"/assignments?course_id={COURSE}")
        assert (status, json.loads(text)["success"]) == (200, True)
        assert ask("/courses")[1].count(COURSE) == 1
    teacher = spawned(config, pwd.getpwuid(os.getuid()).pw_name)
    assert teacher.notebook_dir == str(ROOT) and student.notebook_dir == "~"
    teacher.environment["VITCOURSE_GRADEBOOK"] = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with server(ROOT, teacher.environment, tmp_path) as ask:
        assert disabled(ask("/lab")[1]) == set()
        assert ask("/formgrader")[0] == 200
        listed = json.loads(ask("/formgrader/api/assignments")[1])
        assert NAME in {assignment["name"] for assignment in listed}
        assert json.loads(ask(f"/assignments?course_id={COURSE}")[1])["success"]


def test_only_members_of_the_two_groups_may_log_in(tmp_path):
    config = hub(tmp_path, tmp_path)
    assert config.PAMAuthenticator.allowed_groups == {"students", grp.getgrgid(os.getgid()).gr_name}
    assert "allow_all" not in config.Authenticator | config.PAMAuthenticator
