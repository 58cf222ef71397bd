"""The student's way in, as a student sees it: JupyterLab in a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys

import pytest
from bank import ANSWERS, expected_hint

NOTEBOOK = "workbook/01_tensors/01_tensors.ipynb"
WRONG = ANSWERS / "01_tensors" / "pixels-to-unit" / "wrong_divides_by_256.py"
TOKEN = "for-the-test"

PANEL = """[...window.jupyterapp.shell.widgets('main')]
    .find(widget => widget.sessionContext && widget.content && widget.content.model)"""
CELLS = f"({PANEL}).content.model.cells"
READY = f"""async () => {{
    if (!window.jupyterapp) return false;
    await window.jupyterapp.restored;
    const panel = {PANEL};
    if (!panel) return false;
    await panel.context.ready;
    await panel.sessionContext.ready;
    return panel.content.model.cells.length > 5;
}}"""
RUN_CELLS_UP_TO = f"""async (last) => {{
    const app = window.jupyterapp, panel = {PANEL};
    for (let i = 0; i <= last; i++) {{
        if (panel.content.model.cells.get(i).type !== 'code') continue;
        app.shell.activateById(panel.id);
        panel.content.activeCellIndex = i;
        await app.commands.execute('notebook:run-cell');
    }}
}}"""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def lab(bundle_folder, tmp_path):
    """JupyterLab as `make lab` starts it, in a copy of the student repository."""
    students = tmp_path / "students"
    shutil.copytree(bundle_folder, students)
    port = free_port()
    options = [
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
        "--no-browser",
    ]
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(students / "course"),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
    }
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "vitcourse", *options],
            cwd=students,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield students, f"http://127.0.0.1:{port}", tmp_path / "log"
    finally:
        server.kill()  # its kernels notice and end, too
        server.wait()


@pytest.fixture
def page(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        page.set_default_timeout(120_000)
        yield page
        browser.close()


def open_notebook(page, address: str) -> None:
    for _ in range(240):  # until the server answers
        try:
            page.goto(f"{address}/lab/tree/{NOTEBOOK}?reset&token={TOKEN}")
            break
        except Exception as error:
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            page.wait_for_timeout(500)
    for _ in range(240):  # until the notebook and its kernel are there
        if page.evaluate(READY):
            return
        page.wait_for_timeout(500)
    raise TimeoutError(f"{NOTEBOOK} did not open within two minutes")


def test_student_opens_a_notebook_fails_a_check_and_finds_the_hint(lab, page):
    students, address, log = lab
    open_notebook(page, address)
    assert (students / NOTEBOOK).exists(), log.read_text()
    ids = page.evaluate(f"Array.from({CELLS}).map(cell => cell.id)")
    answer, test = ids.index("pixels-to-unit"), ids.index("test-pixels-to-unit")

    source = json.dumps(WRONG.read_text())
    page.evaluate(f"{CELLS}.get({answer}).sharedModel.setSource({source})")
    page.evaluate(RUN_CELLS_UP_TO, test)

    output = page.evaluate(f"{CELLS}.get({test}).outputs.toJSON()")
    assert expected_hint(WRONG) in " ".join(json.dumps(output, ensure_ascii=False).split())
    hint = expected_hint(WRONG)
    page.wait_for_function("hint => document.body.innerText.includes(hint)", arg=hint)
    figures = page.evaluate(
        "Array.from(document.querySelectorAll('.jp-OutputArea img'), i => i.alt)"
    )
    assert figures and all(figures), "figures need alt text in the browser"


def test_lab_command_works_as_root_and_without_a_display(tmp_path, monkeypatch):
    from vitcourse.__main__ import lab_command

    notebook = tmp_path / NOTEBOOK
    notebook.parent.mkdir(parents=True)
    notebook.touch()
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command = lab_command(tmp_path, [])
    assert {"--allow-root", "--no-browser"} <= set(command)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("DISPLAY", ":0")
    assert not {"--allow-root", "--no-browser"} & set(lab_command(tmp_path, []))


def test_lab_says_where_it_must_be_started(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "vitcourse"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "is not the folder of the course" in run.stderr
