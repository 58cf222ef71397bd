"""Headline figures: recorded by the code that measures them, never typed."""

import html
import json
import os

import torch
from IPython.display import display

from .runtime import current_notebook, pick_device, profile

_records: list[dict] = []
_sources: dict[str, str] = {}


def note_source(name: str, source: str) -> None:
    """Remember where data set ``name`` came from (``"full"`` or ``"bundled"``)."""
    _sources.pop(name, None)
    _sources[name] = source


def _source_of(task: str) -> str:
    """Source of the data set that ``task`` names, else of the one loaded last."""
    for name in sorted(_sources, key=len, reverse=True):
        if task.startswith(name):
            return _sources[name]
    return next(reversed(_sources.values()), "generated")


def record(task: str, metric: str, value: float, unit: str = "") -> None:
    """Keep one headline figure for :func:`results_table`.

    When the environment variable ``VITCOURSE_RESULTS`` names a file, the figure is also
    appended to it as one line of JSON.

    Args:
        task: what was measured, for example ``"mnist_cnn"``.
        metric: for example ``"test_accuracy"`` (0 to 1) or ``"train_seconds"``.
        value: the figure; a number or a 0-dimensional tensor.
        unit: for example ``"s"`` or ``"dB"``; empty for shares.
    """
    row = {
        "notebook": current_notebook(),
        "task": task,
        "metric": metric,
        "value": float(value),
        "unit": unit,
        "profile": profile(),
        "data": _source_of(task),
        "device": pick_device().type,
        "threads": torch.get_num_threads(),
    }
    same = [i for i, r in enumerate(_records) if (r["task"], r["metric"]) == (task, metric)]
    if same:
        _records[same[0]] = row
    else:
        _records.append(row)
    path = os.environ.get("VITCOURSE_RESULTS")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def _text(row: dict) -> str:
    digits = 1 if row["unit"] in ("s", "dB") else 4
    return f"{row['value']:.{digits}f} {row['unit']}".strip()


def results_table() -> None:
    """Display the figures recorded in this session, one row per task and metric."""
    columns = ("task", "metric", "value", "profile", "data", "device", "threads")
    rows = [{**row, "value": _text(row)} for row in _records]
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(str(row[column]))}</td>" for column in columns)
        + "</tr>"
        for row in rows
    )
    plain = "\n".join("  ".join(str(row[column]) for column in columns) for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    display({"text/html": table, "text/plain": plain or "nothing recorded yet"}, raw=True)
