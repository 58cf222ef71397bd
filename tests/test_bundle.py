"""The public student repository: complete, usable on its own, and without secrets."""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from vitcourse_authoring.bundle import MANIFEST, bundle
from vitcourse_authoring.course import ROOT, UserError, notebook_names, project, solution_path
from vitcourse_authoring.notebooks import leaks, secret_texts

NAMES = notebook_names()
TEXT = {".py", ".md", ".ipynb", ".toml", ".yml", ".txt", ""}


def text_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in TEXT and ".git" not in path.parts
    }


def test_bundle_holds_notebooks_helper_environment_and_readme(bundle_folder):
    files = {p.relative_to(bundle_folder).as_posix() for p in bundle_folder.rglob("*")}
    assert {"README.md", "Makefile", "pyproject.toml", "environment.yml", "constraints.txt"} < files
    assert {f"course/{name}/{name}.ipynb" for name in NAMES} < files
    assert "course/vitcourse/bundled/SHA256SUMS" in files
    ours = {"solutions", "tests", "instructor", "nbgrader_config.py", ".ci", ".github/workflows"}
    assert not ours & files


def test_bundle_holds_licenses_and_the_forms_for_mistakes(bundle_folder):
    for name in ("LICENSE", "LICENSE-TEXT", "SECURITY.md"):
        assert (bundle_folder / name).read_bytes() == (ROOT / name).read_bytes()
    forms = {path.name for path in (bundle_folder / ".github" / "ISSUE_TEMPLATE").iterdir()}
    assert {"1-notebook.yml", "2-check.yml", "config.yml"} < forms


def test_bundle_is_cited_with_its_own_address(bundle_folder):
    here = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    there = yaml.safe_load((bundle_folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert there == {**here, "repository-code": project()["urls"]["Student"]}
    assert there["version"] == project()["version"]


def test_links_of_the_students_readme_lead_into_the_bundle(bundle_folder):
    text = (bundle_folder / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert "LICENSE" in targets
    assert [target for target in targets if not (bundle_folder / target).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_bundle_leaks_no_secret_of_a_notebook(name, bundle_folder):
    secret = secret_texts(nbformat.read(solution_path(name), as_version=4))
    own = nbformat.read(bundle_folder / "course" / name / f"{name}.ipynb", as_version=4)
    texts = [cell.source for cell in own.cells]
    texts += [text for path, text in text_files(bundle_folder).items() if ".ipynb" not in path]
    assert leaks(secret, texts) == []


def test_bundle_has_no_solution_or_test_markers(bundle_folder):
    for path, text in text_files(bundle_folder).items():
        for marker in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "Mark scheme", "solution-only"):
            assert marker not in text, path


def test_bundle_works_in_an_empty_folder(bundle_folder, tmp_path):
    students = tmp_path / "students"
    shutil.copytree(bundle_folder, students)
    environment = {**os.environ, "PYTHONPATH": str(students / "course")}
    command = [sys.executable, "-m", "vitcourse", "--fill-only"]
    subprocess.run(command, cwd=students, env=environment, check=True)
    assert (students / "workbook" / "01_tensors" / "01_tensors.ipynb").exists()
    where = [sys.executable, "-c", "import vitcourse; print(vitcourse.__file__)"]
    run = subprocess.run(where, cwd=students, env=environment, capture_output=True, text=True)
    assert str(students) in run.stdout


def test_filling_the_workbook_never_overwrites(bundle_folder, tmp_path):
    from vitcourse.workbook import fill

    mine = tmp_path / "workbook" / "01_tensors" / "01_tensors.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my work")
    new = fill(bundle_folder / "course", tmp_path / "workbook")
    assert mine.read_text() == "my work"
    notebooks = {path.stem for path in new if path.suffix == ".ipynb"}
    assert notebooks == set(NAMES) - {"01_tensors"}
    assert fill(bundle_folder / "course", tmp_path / "workbook") == []


def test_bundle_removes_only_what_an_earlier_one_wrote(bundle_folder, tmp_path):
    folder = tmp_path / "students"
    shutil.copytree(bundle_folder, folder)
    (folder / "old.txt").write_text("from an earlier version")
    with (folder / MANIFEST).open("a") as file:
        file.write("old.txt\n../precious.txt\n")
    (tmp_path / "precious.txt").write_text("precious")
    (folder / "NOTES").write_text("the instructor's own")
    _commit(folder)
    for ignored in ("workbook/01.ipynb", ".venv/lib.py"):
        (folder / ignored).parent.mkdir()
        (folder / ignored).write_text("a student's work")
    bundle(folder)
    assert not (folder / "old.txt").exists()
    for kept in (".git", "NOTES", "workbook/01.ipynb", ".venv/lib.py", "../precious.txt"):
        assert (folder / kept).exists(), kept


def test_bundle_overwrites_no_file_of_somebody_else(bundle_folder, tmp_path):
    folder = tmp_path / "students"
    shutil.copytree(bundle_folder, folder)
    lines = (folder / MANIFEST).read_text().replace("LICENSE\n", "", 1)
    (folder / MANIFEST).write_text(lines)
    (folder / "LICENSE").write_text("ours")
    _commit(folder)
    with pytest.raises(UserError, match="LICENSE was not written by"):
        bundle(folder)
    assert (folder / "LICENSE").read_text() == "ours"


@pytest.mark.parametrize("where", ["", ".", "file"])
def test_bundle_needs_a_folder(where, tmp_path):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(UserError, match="folder"):
        bundle(tmp_path / "file" if where == "file" else Path(where))


@pytest.mark.parametrize("case", ["something else", "uncommitted"])
def test_bundle_overwrites_nothing_else(case, bundle_folder, tmp_path):
    folder = tmp_path / "folder"
    if case == "something else":
        folder.mkdir()
    else:
        shutil.copytree(bundle_folder, folder)
        _commit(folder)
    (folder / "thesis.txt").write_text("precious")
    with pytest.raises(UserError):
        bundle(folder)
    assert (folder / "thesis.txt").read_text() == "precious"


def _commit(folder: Path, tag: str = "") -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    if tag:
        subprocess.run([*git, "tag", tag], cwd=folder, check=True)


@pytest.fixture
def bare_python(tmp_path) -> Path:
    """An environment with all libraries, as in Colab, but without the course's helper."""
    folder = tmp_path / "colab"
    venv.create(folder)  # pip, too, comes from the libraries below
    [site] = folder.glob("lib/python3*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    # A folder named in a .pth file is searched, but .pth files inside it are not read: that
    # leaves out the editable install of vitcourse.
    (site / "libraries.pth").write_text("\n".join(libraries))
    return folder / "bin" / "python"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX virtual environment")
def test_one_notebook_alone_installs_the_helper_as_in_colab(
    bundle_folder, bare_python, tmp_path, monkeypatch
):
    probe = [str(bare_python), "-c", "import torch, ipykernel; import vitcourse"]
    run = subprocess.run(probe, capture_output=True, text=True)
    assert "No module named 'vitcourse'" in run.stderr

    public = tmp_path / "public"
    shutil.copytree(bundle_folder, public)
    _commit(public, f"v{project()['version']}")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{public.as_uri()}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", project()["urls"]["Student"])
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # torch and all others are there already
    monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "0")  # pip's spelling of "no isolation"

    alone = tmp_path / "alone"
    alone.mkdir()
    notebook = nbformat.read(ROOT / "course" / "01_tensors" / "01_tensors.ipynb", as_version=4)
    first = next(i for i, cell in enumerate(notebook.cells) if cell.id == "pixels-to-unit")
    notebook.cells = notebook.cells[: first + 1]
    client = NotebookClient(
        notebook,
        timeout=300,
        resources={"metadata": {"path": str(alone)}},
    )
    client.create_kernel_manager()
    client.km.kernel_spec.argv[0] = str(bare_python)
    try:
        client.execute()
    except CellExecutionError:
        pytest.fail(f"pip said: {notebook.cells[1].outputs}")
    show = [str(bare_python), "-c", "import vitcourse; print(vitcourse.__file__)"]
    run = subprocess.run(show, capture_output=True, text=True, cwd=alone)
    assert str(bare_python.parent.parent) in run.stdout, run.stderr
    [installed] = bare_python.parent.parent.glob("lib/python3*/site-packages/vitcourse-*.dist-info")
    for path in project()["license-files"]:
        assert (installed / "licenses" / path).is_file(), path
