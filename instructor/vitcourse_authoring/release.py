"""solutions/*.md -> solutions/*.ipynb -> course/*.ipynb and course.json."""

import json
import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from .course import (
    ROOT,
    UserError,
    markdown_path,
    nbgrader_config,
    notebook_names,
    solution_path,
    student_path,
)
from .notebooks import content_digest, notebook_bytes, read_markdown, write_file
from .page import manifest, sources_digest, with_time_line

log = logging.getLogger(__name__)


def pair(name: str, root: Path = ROOT) -> NotebookNode:
    """Return the notebook of ``solutions/<name>/<name>.md`` with the outputs it still has.

    A cell keeps its stored output as long as its own text is unchanged. Whether the outputs as
    a whole are up to date is another question: see :func:`vitcourse_authoring.execute.is_fresh`.
    """
    notebook = read_markdown(markdown_path(name, root))
    path = solution_path(name, root)
    if not path.exists():
        return with_time_line(notebook)
    stored = nbformat.read(path, as_version=4)
    if "vitcourse" in stored.metadata:
        notebook.metadata.vitcourse = stored.metadata.vitcourse
    outputs = {(cell.id, cell.source): cell for cell in stored.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        old = outputs.get((cell.id, cell.source))
        if cell.cell_type == "code" and old is not None:
            cell.outputs, cell.execution_count = old.outputs, old.execution_count
    return with_time_line(notebook)


def student_files(name: str, solution: NotebookNode, root: Path = ROOT) -> dict[Path, bytes]:
    """Run nbgrader's generate_assignment on a solution notebook and the files beside it.

    Returns:
        path relative to ``course/`` -> content, of everything students get of this notebook.

    Raises:
        UserError: nbgrader refuses the notebook.
    """
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        source = solution_path(name, root).parent
        ignored = shutil.ignore_patterns("*.ipynb", "*.md", ".*", "__pycache__")
        shutil.copytree(source, stage / "solutions" / name, ignore=ignored)
        write_file(notebook_bytes(solution), solution_path(name, stage))
        config = nbgrader_config()
        config.SaveCells.enabled = False  # releasing needs no gradebook
        config.GenerateAssignment.no_database = True
        config.CourseDirectory.root = str(stage)
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        result = api.generate_assignment(name)
        if not result["success"]:
            lines = (result.get("error") or result.get("log") or "").strip().splitlines()
            raise UserError(f"{name}: nbgrader could not make the student version: {lines[-1]}")
        files = {
            path.relative_to(stage / "course"): path.read_bytes()
            for path in sorted((stage / "course" / name).rglob("*"))
            if path.is_file()
        }
    where = student_path(name).relative_to(ROOT / "course")
    notebook = nbformat.reads(files[where].decode("utf-8"), as_version=4)
    notebook.metadata = NotebookNode(
        kernelspec=notebook.metadata.kernelspec,
        language_info=notebook.metadata.language_info,
        vitcourse=NotebookNode(
            generated=content_digest(notebook), sources=sources_digest(notebook)
        ),
    )
    files[where] = notebook_bytes(notebook)
    return files


def manifest_bytes(fresh: dict[str, list[dict]], root: Path = ROOT) -> bytes:
    """Return ``course.json``: what the helper knows of every notebook's exercises.

    Args:
        fresh: entries of notebooks by name; those of others stay as they are.
    """
    path = manifest_path(root)
    table = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known = notebook_names(root)
    table = {name: table[name] for name in table if name in known} | fresh
    text = json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def manifest_path(root: Path = ROOT) -> Path:
    return root / "course" / "vitcourse" / "course.json"


def _uncommitted(path: Path, root: Path) -> bool:
    status = subprocess.run(
        ["git", "status", "--porcelain", "--", str(path)], cwd=root, capture_output=True, text=True
    )
    return bool(status.stdout.strip()) or status.returncode != 0


def hand_edited(path: Path) -> bool:
    """Tell whether a student notebook differs from what ``release`` once wrote there."""
    if not path.exists():
        return False
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        return True
    stamp = notebook.metadata.get("vitcourse", {}).get("generated")
    return stamp != content_digest(notebook)


def release(names: list[str], root: Path = ROOT) -> list[Path]:
    """Bring pairs and student notebooks up to date; return the files that changed.

    Raises:
        UserError: a student notebook holds uncommitted hand edits, or nbgrader refuses one.
            Nothing is written then.
    """
    for name in names:
        path = student_path(name, root)
        if hand_edited(path) and _uncommitted(path, root):
            where = path.relative_to(root)
            raise UserError(
                f"{where} has uncommitted hand edits, which a release would overwrite; move them "
                f"to {markdown_path(name, root).relative_to(root)}, then `git checkout {where}`."
            )
    wanted: dict[Path, bytes] = {}
    exercises: dict[str, list[dict]] = {}
    for name in names:
        solution = pair(name, root)
        wanted[solution_path(name, root)] = notebook_bytes(solution)
        for path, data in student_files(name, solution, root).items():
            wanted[root / "course" / path] = data
        student = wanted[student_path(name, root)].decode("utf-8")
        exercises[name] = manifest(nbformat.reads(student, as_version=4), solution)
    wanted[manifest_path(root)] = manifest_bytes(exercises, root)
    changed = [path for path, data in wanted.items() if write_file(data, path)]
    for path in changed:
        log.info(f"wrote {path.relative_to(root)}")
    if not changed:
        log.info("everything is up to date")
    return changed
