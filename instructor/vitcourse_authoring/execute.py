"""Run the solution notebooks and store their outputs."""

import logging
import os
import time
from contextlib import contextmanager

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode

from .course import ROOT, UserError, solution_path
from .notebooks import KERNELSPEC, code_digest, notebook_bytes, write_file
from .release import pair

log = logging.getLogger(__name__)


def is_fresh(notebook: NotebookNode) -> bool:
    """Tell whether the stored outputs come from exactly the code the notebook has now."""
    stamp = notebook.metadata.get("vitcourse", {}).get("executed")
    return stamp == code_digest(notebook)


@contextmanager
def _environment(**changes: str):
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def execute(name: str, profile: str, timeout: int = 1800, root=ROOT) -> None:
    """Execute a solution notebook and store it with its outputs.

    Args:
        name: the notebook.
        profile: ``"quick"`` or ``"full"``.
        timeout: seconds that one cell may take.

    Raises:
        UserError: a cell failed or took too long; the stored notebook is left as it was.
    """
    notebook = pair(name, root)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None

    def report(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code":
            done = code.index(cell) + 1
            print(f"\r{name}: cell {done}/{len(code)}", end="", flush=True)

    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": str(solution_path(name, root).parent)}},
        record_timing=False,
        on_cell_start=report,
    )
    begun = time.monotonic()
    try:
        with _environment(VITCOURSE_PROFILE=profile):
            client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print()
        reason = str(error).strip().splitlines()[-1]
        raise UserError(f"{name}: a cell failed, so nothing was stored: {reason}") from error
    print()
    # One output per run of prints, for the same bytes every time. nbclient's own option would
    # also merge prints across a progress bar between them, and so move the bar.
    CoalesceStreamsPreprocessor().preprocess(notebook, {})
    notebook.metadata.pop("widgets", None)  # a stored widget reopens without its kernel, dead
    notebook.metadata.kernelspec = NotebookNode(KERNELSPEC)
    notebook.metadata.language_info = NotebookNode(name="python")
    seconds = round(time.monotonic() - begun)
    notebook.metadata.vitcourse = NotebookNode(
        executed=code_digest(notebook), profile=profile, seconds=seconds
    )
    if write_file(notebook_bytes(notebook), solution_path(name, root)):
        log.info(f"wrote {solution_path(name, root).relative_to(root)}")
