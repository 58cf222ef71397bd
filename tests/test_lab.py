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
RUN_CELL = f"""async (place) => {{
    const app = window.jupyterapp, panel = {PANEL};
    app.shell.activateById(panel.id);
    panel.content.activeCellIndex = place;
    await app.commands.execute('notebook:run-cell');
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


@pytest.fixture(scope="module")
def lab(bundle_folder, tmp_path_factory):
    """JupyterLab as `make lab` starts it, in a copy of the student repository."""
    tmp_path = tmp_path_factory.mktemp("lab")
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def opened(lab, page):
    """The student's folder and the page, with a notebook open."""
    students, address, log = lab
    open_notebook(page, address)
    assert (students / NOTEBOOK).exists(), log.read_text()
    return students, page


def place(page, cell: str) -> int:
    return page.evaluate(f"Array.from({CELLS}).map(cell => cell.id)").index(cell)


def outputs(page, cell: str) -> str:
    shown = page.evaluate(f"{CELLS}.get({place(page, cell)}).outputs.toJSON()")
    return " ".join(json.dumps(shown, ensure_ascii=False).split())


def is_folded(page, cell: str) -> bool:
    return page.evaluate(f"({PANEL}).content.widgets[{place(page, cell)}].inputHidden")


def test_the_score_is_folded_on_opening_and_other_cells_are_not(opened):
    _, page = opened
    assert is_folded(page, "score") and not is_folded(page, "pixels-to-unit")


def test_a_failed_check_shows_its_hint_on_the_page(opened):
    _, page = opened
    source = json.dumps(WRONG.read_text())
    page.evaluate(f"{CELLS}.get({place(page, 'pixels-to-unit')}).sharedModel.setSource({source})")
    page.evaluate(RUN_CELLS_UP_TO, place(page, "test-pixels-to-unit"))

    hint = expected_hint(WRONG)
    assert hint in outputs(page, "test-pixels-to-unit")
    page.wait_for_function("hint => document.body.innerText.includes(hint)", arg=hint)
    figures = page.evaluate(
        "Array.from(document.querySelectorAll('.jp-OutputArea img'), i => i.alt)"
    )
    assert figures and all(figures), "figures need alt text in the browser"


def test_a_folded_cell_runs_can_be_opened_and_survives_saving(opened):
    students, page = opened
    page.evaluate(RUN_CELL, place(page, "score"))
    assert "0 of 18 points are green" in outputs(page, "score")
    assert "would be accepted by the grader" in outputs(page, "score")
    assert is_folded(page, "score")
    page.evaluate(f"({PANEL}).context.save()")
    saved = json.loads((students / NOTEBOOK).read_text())["cells"][-1]
    assert saved["id"] == "score" and saved["outputs"]
    assert saved["metadata"]["jupyter"] == {"source_hidden": True}
    assert saved["metadata"]["cellView"] == "form"  # what Colab reads
    assert "".join(saved["source"]).startswith("#@title Your score\n")
    page.evaluate(f"({PANEL}).content.widgets[{place(page, 'score')}].inputHidden = false")
    page.wait_for_function("document.body.innerText.includes('vitcourse.score()')")


def test_jupyterlab_asks_nothing_and_shows_no_instructor_panels(opened):
    _, page = opened
    page.wait_for_timeout(3000)  # the question about news comes after a while
    text = page.evaluate("document.body.innerText")
    assert "news" not in text and "Nbgrader" not in text and "Formgrader" not in text


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
