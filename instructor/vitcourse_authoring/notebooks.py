"""Notebook files: stable ids, stable bytes, and what counts as secret in them."""

import hashlib
import json
import os
import tempfile
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
JUPYTEXT_FILTERS = {
    "cell_metadata_filter": "nbgrader,tags,-all",
    "notebook_metadata_filter": "kernelspec,-all",
}
SOLUTION_ONLY = "solution-only"


def digest(*parts: str) -> str:
    """SHA-256 over several texts, in hexadecimal."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def bytes_digest(data: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def storable(text: str) -> str:
    """The text without halves of characters, which JSON and file names may hold but no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def squeeze(source: str) -> str:
    """A source without blanks and hidden tests, to recognize a cell by."""
    for region in _regions(source, "HIDDEN TESTS"):
        source = source.replace(region, "")
    lines = [line for line in source.splitlines() if "HIDDEN TESTS" not in line]
    return "".join("".join(lines).split())


def grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_graded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def is_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def sentence(error: NotebookNode) -> str:
    """What an error output says in one sentence, as its reader in the notebook saw it.

    In cells with checks the helper puts a sentence behind a cross instead of a traceback.
    """
    shown = str(error.traceback[0]) if error.traceback else ""
    return shown[2:] if shown.startswith("✗ ") else f"{error.ename}: {error.evalue}"


def read_notebook(text: str) -> NotebookNode:
    """A notebook of ours from its JSON, with cell sources as one text, without validation."""
    notebook = nbformat.from_dict(json.loads(text))
    return nbformat.v4.rwbase.rejoin_lines(notebook)


def read_markdown(path: Path) -> NotebookNode:
    """Read a notebook from Jupytext Markdown, with ids that depend on nothing but its text."""
    notebook = jupytext.read(path)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(KERNELSPEC),
        language_info=NotebookNode(name="python"),
        jupytext=NotebookNode(JUPYTEXT_FILTERS),
    )
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        key = grade_id(cell) or digest(cell.cell_type, cell.source)[:12]
        seen[key] += 1
        cell.id = key if seen[key] == 1 else f"{key}-{seen[key]}"
        cell.metadata = NotebookNode(
            {name: value for name, value in cell.metadata.items() if name in ("nbgrader", "tags")}
        )
    return notebook


def code_digest(notebook: NotebookNode) -> str:
    """Fingerprint of all code, in order: changes whenever stored outputs may be stale."""
    return digest(*(cell.source for cell in notebook.cells if cell.cell_type == "code"))


def content_digest(notebook: NotebookNode) -> str:
    """Fingerprint of everything a person could edit in a notebook: sources, metadata, outputs."""
    cells = [{key: value for key, value in cell.items() if key != "id"} for cell in notebook.cells]
    return digest(nbformat.NotebookNode(cells=cells).__repr__())


def notebook_bytes(notebook: NotebookNode) -> bytes:
    return (nbformat.writes(notebook) + "\n").encode("utf-8")


def write_file(data: bytes, path: Path) -> bool:
    """Write a file so that it is there whole or not at all, even if the computer stops.

    Returns:
        whether it had to be written: False where it holds these bytes already.
    """
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def _regions(source: str, name: str) -> list[str]:
    """Texts between ``BEGIN name`` and ``END name`` lines."""
    found: list[str] = []
    inside: list[str] | None = None
    for line in source.splitlines():
        if f"BEGIN {name}" in line:
            inside = []
        elif f"END {name}" in line and inside is not None:
            found.append("\n".join(inside))
            inside = None
        elif inside is not None:
            inside.append(line)
    return found


def hidden_tests(notebook: NotebookNode) -> list[str]:
    """Return the source of every hidden test region."""
    return [text for cell in notebook.cells for text in _regions(cell.source, "HIDDEN TESTS")]


def hidden_lines(notebook: NotebookNode) -> set[str]:
    """Lines of hidden tests without blanks, as far as they are long enough to be told by."""
    lines = (line for text in hidden_tests(notebook) for line in text.splitlines())
    squeezed = {"".join(line.split()) for line in lines}
    return {line for line in squeezed if len(line) >= 25}


def secret_texts(notebook: NotebookNode) -> list[str]:
    """Return everything a student must not see: solutions, hidden tests, model answers."""
    texts = hidden_tests(notebook)
    for cell in notebook.cells:
        regions = _regions(cell.source, "SOLUTION")
        if SOLUTION_ONLY in cell.metadata.get("tags", []) or (is_answer(cell) and not regions):
            texts.append(cell.source)
        else:
            texts.extend(regions)
    return texts


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def leaks(secret_texts: list[str], public_texts: list[str], run: int = 3) -> list[str]:
    """Return every ``run`` consecutive lines (blanks and indentation aside) found in both."""

    def runs(text: str) -> list[str]:
        lines = _lines(text)
        return ["\n".join(lines[i : i + run]) for i in range(len(lines) - run + 1)]

    public = {found for text in public_texts for found in runs(text)}
    return [found for text in secret_texts for found in runs(text) if found in public]
