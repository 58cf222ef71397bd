"""The box itself: what it shows, wherever the course lies, and why it cannot be made."""

import os
import resource
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest
from vitcourse_authoring.course import ROOT
from vitcourse_grading import sandbox

RUN = """
from vitcourse_grading import sandbox
{change}
with sandbox.Kernel([], sandbox.Limits(), boxed=True) as kernel:
    for output in kernel.run("import sys, vitcourse; print(sys.prefix, vitcourse.__file__)", 60).outputs:
        print(output.get("text") or output)
"""  # noqa: E501


@pytest.mark.usefixtures("a_sandbox")
@pytest.mark.parametrize("change", ["", "sandbox._is_root = lambda: False"], ids=["root", "user"])
def test_python_and_helper_below_the_folder_for_temporary_files_are_seen(change, tmp_path):
    venv.create(tmp_path / "venv")  # below /tmp, which the box covers by a folder of its own
    ignored = shutil.ignore_patterns("bundled", "__pycache__")
    helper = "course/vitcourse"
    shutil.copytree(ROOT / helper, tmp_path / helper, ignore=ignored)
    [site] = (tmp_path / "venv").glob("lib/python3*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "course.pth").write_text("\n".join([str(tmp_path / "course"), *libraries]))
    run = subprocess.run(
        [tmp_path / "venv" / "bin" / "python", "-c", RUN.format(change=change)],
        cwd=ROOT / "instructor",
        capture_output=True,
        text=True,
    )
    seen = run.stdout.split()
    assert seen == [str(tmp_path / "venv"), str(tmp_path / helper / "__init__.py")], run


@pytest.mark.usefixtures("a_sandbox")
def test_a_helper_that_cannot_be_imported_is_the_graders_failure(monkeypatch):
    broken = sandbox._START.replace("torchvision", "no_such_library")
    monkeypatch.setattr(sandbox, "_START", broken)
    with pytest.raises(sandbox.SandboxError, match="No module named 'no_such_library'"):
        sandbox.Kernel([], sandbox.Limits())


@pytest.mark.parametrize(
    "code, stderr, reason",
    [
        (1, "bwrap: No permissions to create new namespace, likely because ...", "forbids user"),
        (1, "bwrap: setting up uid map: Permission denied", "forbids user"),
        (1, "bwrap: Can't mkdir /x: Read-only file system", "cannot make a sandbox"),
        (1, "prlimit: failed to execute /x/python: No such file or directory", "cannot be seen"),
        (1, "ModuleNotFoundError: No module named 'ipykernel'", "cannot be seen"),
        (1, "bwrap: Creating new namespace failed: Cannot allocate memory", "not enough memory"),
        (1, "Traceback ...\nMemoryError", "not enough memory"),
        (-9, "", "not enough memory"),
    ],
)
def test_the_reason_why_no_box_can_be_made_is_told(code, stderr, reason):
    assert reason in sandbox._why(code, stderr)


@pytest.mark.usefixtures("a_sandbox")
def test_python_that_the_box_does_not_show_is_named(monkeypatch):
    monkeypatch.setattr(sandbox, "_readable", lambda: ["/usr"])
    monkeypatch.setattr(sandbox.sys, "executable", "/nowhere/python")
    sandbox.unavailable.cache_clear()
    try:
        assert "cannot be seen inside the sandbox" in sandbox.unavailable()
    finally:
        monkeypatch.undo()
        sandbox.unavailable.cache_clear()


@pytest.mark.usefixtures("a_sandbox")
def test_what_a_cell_shows_is_limited_outside_too():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with sandbox.Kernel([], sandbox.Limits()) as kernel:
        huge = kernel.run("print('x' * 300_000_000)", 60)
        assert (huge.status, huge.reason) == ("stopped", "showed more than 16 MiB at once")
        assert kernel.run("print(1)", 60).outputs[0].text == "1\n"
        for _ in range(20):
            kernel.run("print('y' * 1_500_000)", 60)
        assert kernel.kept <= kernel.limits.total_output + 2 * sandbox.MIB
        assert kernel.run("", 60, ask="'a' + 'b'").answer == "ab"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200 * 1024  # KiB


def as_user(root, monkeypatch):
    if not root:
        monkeypatch.setattr(sandbox, "_is_root", lambda: False)


MOUNT = """
import subprocess
command = ["unshare", "--user", "--map-root-user", "--mount", "true"]
made = subprocess.run(command, capture_output=True)
print("refused" if made.returncode else "made")
"""


@pytest.mark.usefixtures("a_sandbox")
@pytest.mark.parametrize("root", [True, False])
def test_no_user_namespace_and_so_no_mount_can_be_made_inside(root, monkeypatch):
    as_user(root, monkeypatch)
    with sandbox.Kernel([], sandbox.Limits()) as kernel:
        assert kernel.run(MOUNT, 60).outputs[-1].text == "refused\n"


HIDDEN = """
import ctypes, os
try:
    os.memfd_create("hidden")
except OSError as error:
    print(error.strerror)
print(ctypes.CDLL(None).shmget(0, 10**8, 0o1600))
"""
BESIDE = """
import os
os.makedirs("/box/deep", exist_ok=True)
with open("/box/deep/file", "wb") as file:
    file.write(b"x" * 30 * 2**20)
while True:
    pass
"""


@pytest.mark.usefixtures("a_sandbox")
@pytest.mark.parametrize("root", [True, False])
def test_no_memory_that_belongs_to_no_process_can_be_had(root, monkeypatch):
    as_user(root, monkeypatch)
    with sandbox.Kernel([], sandbox.Limits()) as kernel:
        assert kernel.run(HIDDEN, 60).outputs[-1].text == "Function not implemented\n-1\n"


@pytest.mark.usefixtures("a_sandbox")
@pytest.mark.parametrize("root", [True, False])
def test_nothing_can_be_filled_through_the_folder_of_the_sockets(root, monkeypatch):
    as_user(root, monkeypatch)
    with sandbox.Kernel([], sandbox.Limits()) as kernel:
        assert kernel.folder.parent == Path("/dev/shm")  # memory, not a disk
        reply = kernel.run(BESIDE, 60)
    if root and sandbox._is_root():
        assert reply.outputs[-1].ename == "PermissionError"
    else:
        assert (reply.status, reply.reason) == ("dead", "wrote files beside its sockets")


@pytest.mark.usefixtures("a_sandbox")
def test_a_busy_computer_takes_nothing_from_a_cells_time():
    one = {min(os.sched_getaffinity(0))}
    busy = [
        subprocess.Popen(
            [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {one})\nwhile True: pass"]
        )
        for _ in range(4)
    ]
    work = "import time\nend = time.process_time() + 2\nwhile time.process_time() < end: pass"
    try:
        with sandbox.Kernel([], sandbox.Limits()) as kernel:
            for thread in os.listdir(f"/proc/{kernel.python}/task"):
                os.sched_setaffinity(int(thread), one)
            begun = time.monotonic()
            reply = kernel.run(work, 3)
            assert time.monotonic() - begun > 3  # it had to share with four others
            assert reply.status == "ok", reply.reason
            idle = kernel.run("time.sleep(60)", 1)
            assert (idle.status, idle.reason) == ("stopped", "still running after 1 s")
    finally:
        for process in busy:
            process.kill()
            process.wait()
