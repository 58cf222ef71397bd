"""Pages that nbgrader does not make: for students without a graded notebook, and for the class."""

import base64
import html
import io
from collections import Counter

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

MESSAGES = 12  # most frequent ones on the summary page

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; text-align: left;
border-bottom: 1px solid #ccc; vertical-align: top } img { max-width: 100% }
td.number { text-align: right }
"""

_WHAT_TO_DO = {
    "rejected": "Please hand in a new file: the notebook (.ipynb) itself, saved in Jupyter.",
    "not-submitted": "If you did hand in something, tell your instructor under which name.",
    "error": "This is not your fault. Your instructor will repeat the grading.",
}


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def plain_page(name: str, student: str, status: str, reason: str) -> str:
    """Feedback where there is no graded notebook: what happened, and what to do."""
    body = (
        f"<p>Student: {html.escape(student)}</p>\n<p><b>{status}</b>: {html.escape(reason)}.</p>\n"
        f"<p>{_WHAT_TO_DO[status]}</p>"
    )
    return _page(f"Feedback on {name}", body)


def summary_page(name: str, rows: list[dict]) -> str:
    """What an instructor wants to know about a class: statuses, scores, hard exercises, mistakes.

    Args:
        name: the notebook.
        rows: those of grades.csv, each with ``exercises`` (exercise -> reason of a zero).
    """
    body = _table(["status", "students"], Counter(row["status"] for row in rows).most_common())
    graded = [row for row in rows if row["status"] in ("graded", "needs-review")]
    if graded:
        body += "\n<h2>Points</h2>\n" + _score_figure(graded)
        body += "\n<h2>Exercises</h2>\n" + _exercise_figure(graded)
    messages: Counter[tuple[str, str]] = Counter()
    for row in graded:
        for exercise, reason in row["exercises"].items():
            if reason:
                messages[exercise, reason] += 1
    if messages:
        examples = [(count, *key) for key, count in messages.most_common(MESSAGES)]
        body += "\n<h2>Most frequent messages</h2>\n"
        body += _table(["students", "exercise", "message"], examples)
    return _page(f"Summary of {name}", body)


def _table(head: list[str], rows) -> str:
    lines = ["<table>", "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"]
    for row in rows:
        cells = "".join(
            f'<td class="number">{cell}</td>' if isinstance(cell, int) else
            f"<td>{html.escape(str(cell))}</td>"
            for cell in row
        )  # fmt: skip
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


def _score_figure(rows: list[dict]) -> str:
    most = float(rows[0]["max_points"])
    figure = Figure(figsize=(7, 3), layout="constrained")
    ax = figure.subplots()
    edges = [most * step / 20 for step in range(21)]
    ax.hist([float(row["points"]) for row in rows], bins=edges, color="#0072B2", edgecolor="white")
    ax.set(xlabel=f"points (of {most:g})", ylabel="students", xlim=(0, most))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return _image(figure, f"Histogram of the points of {len(rows)} students.")


def _exercise_figure(rows: list[dict]) -> str:
    exercises = list(rows[0]["exercises"])
    solved = [
        100 * sum(not row["exercises"].get(exercise, "-") for row in rows) / len(rows)
        for exercise in exercises
    ]
    figure = Figure(figsize=(7, 0.6 + 0.35 * len(exercises)), layout="constrained")
    ax = figure.subplots()
    bars = ax.barh(exercises, solved, color="#009E73")
    ax.bar_label(bars, fmt="%.0f %%", padding=3, fontsize=8)
    ax.invert_yaxis()
    ax.set(xlabel="students who solved it (%)", xlim=(0, 112))
    return _image(figure, "Share of students who solved each exercise.")


def _image(figure: Figure, alt: str) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=120, metadata={"Software": None})
    code = base64.b64encode(data.getvalue()).decode()
    return f'<img alt="{alt}" src="data:image/png;base64,{code}">'
