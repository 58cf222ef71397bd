"""A Python kernel in a box: what a student's notebook runs in while it is graded.

The box is made by bubblewrap from Linux namespaces. Inside there is Python with its packages, the
helper module and the files that belong to the notebook, all read-only; one private folder in
memory; no network, no other process, nothing else of this computer. Limits hold for memory,
processes, file sizes, output and time; a cell's clock stands still while it waits for a processor,
so that a busy computer costs nobody marks. Only the kernel is inside; the program that reads its
answers stays outside.

Without a box (``boxed=False``) the same kernel runs as an ordinary process of this user: then
only time and output are limited.
"""

import ast
import errno
import importlib.util
import json
import os
import platform
import queue
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil
import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from nbformat.v4 import output_from_msg

BOX = "/box"  # sockets and connection file, inside
HOME = "/tmp/home"
WORK = "/tmp/work"  # the kernel's working folder, with the files that belong to the notebook
FIRST_USER = 610_000  # as root, every box gets a user number of its own from here on

MIB = 2**20
WAITING = 5  # a cell that waits for a processor may take this many times its limit

# Memory that belongs to no process and no file system, so that no limit would see it: for each
# kind of processor its name in the kernel, and the numbers of memfd_create, memfd_secret, shmget.
_HIDDEN_MEMORY = {
    "x86_64": (0xC000003E, (319, 447, 29)),
    "aarch64": (0xC00000B7, (279, 447, 194)),
}

# Runs before any cell. The libraries are imported here, so that the clock of a cell measures that
# cell alone, and where they cannot be imported the grader is to blame and nobody's answer.
_START = """
def _prepare():
    import builtins, gc
    gc.disable()  # without it the imports take a sixth less
    import matplotlib.pyplot, torchvision, vitcourse
    gc.enable()
    def stop(*_):  # ends a cell, not the kernel: what the cell defined before it stays
        raise SystemExit("exit() ends this cell only")
    for space in (globals(), vars(builtins)):
        space["exit"] = space["quit"] = stop
    get_ipython().ask_exit = stop
_prepare()
del _prepare
"""


class SandboxError(RuntimeError):
    """The box itself failed, which is never the fault of what runs in it."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    cell_seconds: float = 120  # for each cell, without the time it waits for a processor
    total_seconds: float = 900  # for all cells, repeated ones included, counted likewise
    start_seconds: float = 180  # until the kernel answers
    memory: int = 3072 * MIB  # of all processes together, and of each one's data
    address_space: int = 8192 * MIB
    processes: int = 64  # threads count, too
    file_size: int = 64 * MIB
    disk: int = 256 * MIB  # of the private folder, which lives in memory
    output: int = 2 * MIB  # of one cell
    message: int = 16 * MIB  # at once; a larger one is not even read
    total_output: int = 16 * MIB  # of all cells that is kept
    restarts: int = 5


@dataclass
class Reply:
    """How a cell ended: "ok", "error", or stopped for ``reason`` ("stopped", "dead")."""

    status: str
    reason: str = ""
    outputs: list = field(default_factory=list)
    answer: str = ""  # value of the expression that was asked for, if it is a string
    seconds: float = 0.0  # by its own clock


@cache
def unavailable() -> str:
    """Why no box can be made here, in one sentence; empty where it can."""
    if sys.platform != "linux":
        return "the sandbox needs Linux."
    for tool in ("bwrap", "prlimit", "setpriv"):
        if shutil.which(tool) is None:
            package = "bubblewrap" if tool == "bwrap" else "util-linux"
            return f"the sandbox needs the program {tool} (package {package})."
    find = "import ipykernel, importlib.util as u; u.find_spec('vitcourse').loader.get_filename"
    with tempfile.TemporaryDirectory(prefix="box-", dir=_in_memory()) as folder, _filter() as calls:
        box = _box_command(Path(folder), [], FIRST_USER, Limits(), calls)
        try:
            trial = subprocess.run(
                [*box, sys.executable, "-c", find],
                capture_output=True,
                text=True,
                timeout=60,
                pass_fds=[calls],
            )
        except subprocess.TimeoutExpired:
            return "a sandbox did not start within a minute."
    if trial.returncode:
        return _why(trial.returncode, trial.stderr)
    return ""


def _why(code: int, stderr: str) -> str:
    """What the failed trial of a box means."""
    said = (stderr.strip().splitlines() or ["no reason given"])[-1]
    if code in (-9, 137) or "MemoryError" in said or "annot allocate memory" in said:
        return f"there is not enough memory for a sandbox ({said})."
    if not said.startswith(("bwrap:", "setpriv:")):
        return f"Python, ipykernel or the helper cannot be seen inside the sandbox ({said})."
    if "namespace" in said or "uid map" in said or "loopback" in said:
        return f"this system forbids user namespaces, which the sandbox needs ({said})."
    return f"bubblewrap cannot make a sandbox here ({said})."


def _is_root() -> bool:
    """Whether this is real root, not one of a namespace with a single user."""
    if os.getuid():
        return False
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [tuple(map(int, line.split())) for line in lines]
    return any(first <= FIRST_USER < first + count for first, _, count in ranges)


def _environment(home: str) -> dict[str, str]:
    """A cleared environment: nothing of the instructor's gets in."""
    return {
        "HOME": home,
        "IPYTHONDIR": f"{home}/.ipython",
        "JPY_PARENT_PID": "1",  # else ipykernel takes process 1 for a lost parent and stops
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONNOUSERSITE": "1",
        "USER": "student",
    }


def _readable() -> list[str]:
    """Folders that the kernel needs: Python, its packages, the helper, libraries, fonts."""
    spec = importlib.util.find_spec("vitcourse")
    if spec is None or not spec.submodule_search_locations:
        raise SandboxError("the helper vitcourse is not installed")
    helper = spec.submodule_search_locations[0]
    packages = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    own = [sys.base_prefix, sys.prefix, helper, *packages]
    wanted = [*own, *map(os.path.realpath, own), "/usr", "/etc/fonts", "/etc/ld.so.cache"]
    wanted += ["/etc/alternatives", "/etc/localtime"]
    found = [path for path in dict.fromkeys(wanted) if os.path.exists(path)]
    return [path for path in found if not any(_lies_in(path, other) for other in found)]


def _lies_in(path: str, folder: str) -> bool:
    return path != folder and Path(folder) in Path(path).parents


@cache
def _font_list() -> Path | None:
    """Matplotlib's list of fonts, without which every box would make one and say so."""
    import matplotlib
    from matplotlib import font_manager  # noqa: F401 (makes the list)

    return next(iter(sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))), None)


@cache
def _no_namespaces() -> list[str]:
    """Options that forbid user namespaces inside, and with them mounts of one's own."""
    run = subprocess.run(["bwrap", "--version"], capture_output=True, text=True)
    found = re.search(r"(\d+)\.(\d+)", run.stdout)
    is_new = found is not None and (int(found[1]), int(found[2])) >= (0, 8)
    return ["--unshare-user", "--disable-userns"] if is_new else []


@contextmanager
def _filter() -> Iterator[int]:
    """A file with the seccomp program that refuses hidden memory; empty on other processors."""
    kind, calls = _HIDDEN_MEMORY.get(platform.machine(), (0, ()))
    load, equal, at_least, end = 0x20, 0x15, 0x35, 0x06  # of the kernel's packet filter
    n = len(calls)
    steps = [(load, 0, 0, 4), (equal, 0, n + 3, kind)]  # calls of another kind are refused
    steps += [(load, 0, 0, 0), (at_least, n + 1, 0, 0x40000000)]
    steps += [(equal, n - place, 0, number) for place, number in enumerate(calls)]
    steps += [(end, 0, 0, 0x7FFF0000), (end, 0, 0, 0x00050000 | errno.ENOSYS)]  # allowed, refused
    with tempfile.TemporaryFile() as file:
        if calls:
            file.write(b"".join(struct.pack("=HBBI", *step) for step in steps))
            file.seek(0)
        yield file.fileno()


def _in_memory() -> str | None:
    """A folder in memory for the sockets, so that a box can write to no disk; None without one."""
    return "/dev/shm" if sys.platform == "linux" and os.access("/dev/shm", os.W_OK) else None


def _box_command(
    folder: Path, files: list[Path], user: int, limits: Limits, calls: int
) -> list[str]:
    """Command line that runs what follows it in a box with ``folder`` as ``/box``.

    ``calls`` is the open file of :func:`_filter`.
    """
    readable = _readable()
    view = []  # the file system, made from nothing
    made = {"/"}

    def parents(path: str) -> None:
        for parent in reversed(Path(path).parents):
            if str(parent) not in made:
                made.add(str(parent))
                view.extend(["--perms", "0755", "--dir", str(parent)])

    for path in readable:
        parents(path)
        view += ["--ro-bind", path, path]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        top = Path("/") / name
        if top.is_symlink():
            view += ["--symlink", os.readlink(top), str(top)]
        elif top.exists():
            view += ["--ro-bind", str(top), str(top)]

    size = ["--size", str(limits.disk)]
    inside = ["--proc", "/proc", "--dev", "/dev", *size, "--tmpfs", "/dev/shm"]
    inside += ["--remount-ro", "/dev", "--perms", "0700", *size, "--tmpfs", "/tmp"]
    inside += ["--dir", HOME, "--dir", WORK]
    for file in files:
        inside += ["--ro-bind", f"{folder}/files/{file.name}", f"{WORK}/{file.name}"]
    fonts = _font_list()
    if fonts and (folder / "fonts.json").exists():
        font_list = f"{HOME}/matplotlib/{fonts.name}"
        inside += ["--ro-bind", f"{folder}/fonts.json", font_list]
    inside += ["--bind", str(folder), BOX]
    shown: set[str] = {HOME, WORK}
    for path in readable:  # what lies below a folder that has just been covered is shown again
        over = next((top for top in ("/tmp", "/dev", BOX) if _lies_in(path, top)), None)
        if over is not None:
            for parent in reversed(Path(path).parents):
                if _lies_in(str(parent), over) and str(parent) not in shown:
                    shown.add(str(parent))
                    inside += ["--perms", "0555", "--dir", str(parent)]
            inside += ["--ro-bind", path, path]
    inside += ["--remount-ro", "/", "--chdir", WORK, "--clearenv"]
    for name, value in _environment(HOME).items():
        inside += ["--setenv", name, value]
    inside += ["--", "prlimit", f"--nproc={limits.processes}", f"--data={limits.memory}"]
    inside += [f"--as={limits.address_space}", f"--fsize={limits.file_size}", "--core=0", "--"]

    bwrap = ["bwrap", "--die-with-parent"]
    filtered = ["--seccomp", str(calls)] if os.fstat(calls).st_size else []
    strict = [*bwrap, "--unshare-all", *_no_namespaces(), "--new-session"]
    if not _is_root():
        return [*strict, *filtered, *view, *inside]
    # Real root could undo a box from inside. So a first box only shows the files; then
    # privileges are dropped, and an ordinary user's box is made in it. (Without privileges left, it
    # could not end the other user's processes when it dies; its process namespace does.)
    parents(str(folder / "x"))
    outer = [*bwrap, *filtered, "--unshare-pid", "--dev", "/dev", *view]
    outer += ["--bind", str(folder), str(folder)]
    outer += ["--bind", "/proc", "/proc", "--dir", "/tmp", "--dir", BOX]
    drop = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"]
    return [*outer, "--", *drop, *strict, "--ro-bind", "/", "/", *inside]


class Kernel:
    """A running kernel; use it in a ``with`` statement.

    Args:
        files: files to put into its working folder.
        limits: see :class:`Limits`.
        boxed: whether it runs in a box.

    Raises:
        SandboxError: the kernel does not start.
    """

    def __init__(self, files: list[Path], limits: Limits, boxed: bool = True):
        self.limits, self.kept = limits, 0
        self.early: dict = {}  # an answer that came before the output
        # A short path: sockets allow 107 letters.
        self.folder = Path(tempfile.mkdtemp(prefix="box-", dir=_in_memory() if boxed else None))
        try:
            self._start(files, boxed)
        except BaseException:
            self.close()
            raise

    def _start(self, files: list[Path], boxed: bool) -> None:
        user = FIRST_USER + int(self.folder.stat().st_ino) % 100_000
        (self.folder / "files").mkdir()
        for file in files:
            shutil.copy(file, self.folder / "files")
        fonts = _font_list()
        if fonts:
            shutil.copy(fonts, self.folder / "fonts.json")
        connection, facts = write_connection_file(
            str(self.folder / "outside.json"),
            ip=str(self.folder / "socket"),
            key=os.urandom(32).hex().encode(),
            transport="ipc",
        )
        where = BOX if boxed else str(self.folder)
        inside = self.folder / "inside.json"
        inside.write_text(json.dumps(facts | {"ip": f"{where}/socket"}))
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", f"{where}/inside.json"]
        environment, place = None, None
        if boxed:
            if _is_root():
                for path in (self.folder, inside):
                    os.chown(path, user, user)
        else:
            place = self.folder / "files"
            environment = _environment(str(self.folder / "home"))
            environment["JPY_PARENT_PID"] = str(os.getpid())
        with (self.folder / "stderr.txt").open("wb") as errors, _filter() as calls:
            box = _box_command(self.folder, files, user, self.limits, calls) if boxed else []
            self.process = subprocess.Popen(
                [*box, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=place,
                env=environment,
                pass_fds=[calls],
                start_new_session=True,
            )
        self.client = BlockingKernelClient(connection_file=connection)
        self.client.load_connection_file()
        self.client.context.maxmsgsize = self.limits.message  # of all sockets made from it
        self.client.start_channels(stdin=False, hb=False)
        self._wait()
        self._listen()
        self.own_files = _size(self.folder)
        self.python = self._python()
        if boxed and _is_root():  # no further file may be made beside the sockets
            os.chown(self.folder, 0, 0)
            self.folder.chmod(0o755)
        reply = self.run(_START, self.limits.start_seconds)
        if reply.status != "ok":
            said = [f"{o.ename}: {o.evalue}" for o in reply.outputs if o.output_type == "error"]
            reason = reply.reason or " ".join(said) or "unknown reason"
            raise SandboxError(f"the kernel did not start: {reason}")

    def _wait(self) -> None:
        """Wait until the kernel answers."""
        end = time.monotonic() + self.limits.start_seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                said = (self.folder / "stderr.txt").read_text(errors="replace").strip()
                last = (said.splitlines() or ["no reason given"])[-1]
                raise SandboxError(f"the kernel did not start: {last}")
            try:
                self.client.wait_for_ready(timeout=1)
                return
            except RuntimeError:
                continue
        raise SandboxError(f"the kernel did not start in {self.limits.start_seconds:g} s")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, source: str, seconds: float, ask: str = "") -> Reply:
        """Run one cell and collect what it shows, up to the limits.

        Args:
            source: its code.
            seconds: how long it may take.
            ask: an expression whose value, a string, is wanted afterwards.
        """
        self.early = {}
        wanted = {"answer": ask} if ask else {}
        request = self.client.execute(
            source, store_history=False, allow_stdin=False, user_expressions=wanted
        )
        outputs: list = []
        size = 0
        looked, clock = time.monotonic(), _Clock(self.python)
        stopped, patience = "", 0.0  # why it was interrupted, and until when that may take
        while True:
            now = time.monotonic()
            if stopped and now > patience:
                self.kill()
                return Reply("dead", f"{stopped} and ignored the interrupt", outputs, "", clock())
            if not stopped and clock() > seconds:
                stopped = f"still running after {seconds:g} s"
            elif not stopped and size > self.limits.output:
                stopped = f"printed more than {self.limits.output / MIB:g} MiB"
            elif now - looked > 0.5:
                looked = now
                trouble = self._trouble()
                if trouble:
                    self.kill()
                    return Reply("dead", trouble, outputs, "", clock())
            if stopped and not patience:
                patience = now + 5
                self._interrupt()
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                if self.process.poll() is not None or not self._lives():
                    said = "the Python process ended (a crash, or os._exit)"
                    return Reply("dead", said, outputs, "", clock())
                if not stopped and self._was_cut_off():
                    self._listen()
                    stopped = f"showed more than {self.limits.message / MIB:g} MiB at once"
                    if self._has_replied(request):  # that it ended was lost with the rest
                        return Reply("stopped", stopped, outputs, "", clock())
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if stopped or kind not in ("stream", "display_data", "execute_result", "error"):
                continue
            size += len(json.dumps(content))
            if size <= self.limits.output and self.kept < self.limits.total_output:
                self.kept += len(json.dumps(content))
                _append(outputs, message)
        if stopped:
            return Reply("stopped", stopped, outputs, "", clock())
        content = self._reply(request)
        status = "ok" if content.get("status") == "ok" else "error"
        if status != "ok" and self._is_harmed():
            self.kill()
            said = "it used up the memory or the processes of its box"
            return Reply("dead", said, outputs, "", clock())
        return Reply(status, "", outputs, _value(content), clock())

    def _listen(self) -> None:
        """Open the socket for what cells show; it closes for good where a message is too large."""
        if self.client._iopub_channel is not None:
            self.client.iopub_channel.stop()
            self.client._iopub_channel = None
        self.client.iopub_channel.start()
        self.cut_off = self.client.iopub_channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        time.sleep(0.2)  # until it hears what comes next

    def _was_cut_off(self) -> bool:
        return bool(self.cut_off.poll(0))

    def _has_replied(self, request: str) -> bool:
        """Whether the kernel says that the cell has ended; the message is kept."""
        try:
            reply = self.client.get_shell_msg(timeout=1)
        except queue.Empty:
            return False
        if reply["parent_header"].get("msg_id") != request:
            return False
        self.early = reply["content"]
        return True

    def _reply(self, request: str) -> dict:
        if self.early:
            early, self.early = self.early, {}
            return early
        end = time.monotonic() + 60  # it comes at once, but not on a busy computer
        while time.monotonic() < end:
            try:
                reply = self.client.get_shell_msg(timeout=1)
            except queue.Empty:
                continue
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]
        return {}

    def _is_harmed(self) -> bool:
        """Whether a failed cell left so little that the cells after it would fail, too."""
        crowd = len(self._processes()) > self.limits.processes // 2
        return crowd or self._memory("rss") > self.limits.memory // 2

    def _trouble(self) -> str:
        """What the system's limits let pass: memory of all processes, many small files."""
        if len(self._processes()) > self.limits.processes:
            return f"started more than {self.limits.processes} processes"
        # The first sum counts shared pages once for every process: quick, but too much.
        if self._memory("rss") > self.limits.memory and self._memory("pss") > self.limits.memory:
            return f"used more than {self.limits.memory / MIB:,.0f} MiB of memory"
        if _size(self.folder) - self.own_files > MIB:
            return "wrote files beside its sockets"
        return ""

    def _memory(self, measure: str) -> int:
        total = 0
        for process in self._processes():
            try:
                whole = process.memory_full_info() if measure == "pss" else process.memory_info()
            except psutil.Error:
                continue
            total += getattr(whole, measure, whole.rss)
        return total

    def _processes(self) -> list[psutil.Process]:
        try:
            main = psutil.Process(self.process.pid)
            return [main, *main.children(recursive=True)]
        except psutil.Error:
            return []

    def _python(self) -> int:
        """The process that runs the cells: the innermost of the boxes around it."""
        return self._processes()[-1].pid if self._processes() else 0

    def _lives(self) -> bool:
        """Whether the kernel's process runs; what is around it may take a moment longer to end."""
        try:
            return psutil.Process(self.python).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def _interrupt(self) -> None:
        message = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(message)

    def kill(self) -> None:
        """End the kernel and everything it started."""
        for process in self._processes():
            try:
                process.send_signal(signal.SIGKILL)
            except psutil.Error:
                continue
        self.process.wait()

    def close(self) -> None:
        if hasattr(self, "process"):
            self.kill()
        if hasattr(self, "client"):
            self.client.stop_channels()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Clock:
    """Seconds since it was made, less those in which a process waited for a processor.

    Where the system does not tell, and beyond ``WAITING`` times the rest, all seconds count.
    """

    def __init__(self, process: int):
        self.process = process
        self.begun, self.waited = time.monotonic(), self._waited()

    def _waited(self) -> float:
        try:
            text = Path(f"/proc/{self.process}/schedstat").read_text()
            return int(text.split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def __call__(self) -> float:
        whole = time.monotonic() - self.begun
        waited = max(0.0, self._waited() - self.waited)
        return max(whole - waited, whole / WAITING)


def _size(folder: Path) -> int:
    """Bytes of all files below a folder; what cannot be read counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                continue
    return total


def _value(content: dict) -> str:
    """The string that was asked for."""
    try:
        text = content["user_expressions"]["answer"]["data"]["text/plain"]
        return str(ast.literal_eval(text))
    except (KeyError, TypeError, ValueError, SyntaxError):
        return ""


def _append(outputs: list, message: dict) -> None:
    """Add a message to the outputs; successive prints become one."""
    output = output_from_msg(message)
    last = outputs[-1] if outputs else None
    if (
        output.output_type == "stream"
        and last is not None
        and last.output_type == "stream"
        and last.name == output.name
    ):
        last.text += output.text
    else:
        outputs.append(output)
