"""The pages: feedback for a student, a summary of a notebook for the instructor.

Whatever comes from a student is shown as plain text. A page loads nothing and runs nothing, and
its content security policy says so to the browser.
"""

import base64
import html
import io
from collections import Counter
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from vitcourse_authoring.course import notebook_title

MESSAGES = 12  # most frequent ones on the summary page

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1.5rem auto;
padding: 0 1rem; color: #1b1b1b; background: #fff; overflow-wrap: break-word }
h1 { font-size: 1.5rem; line-height: 1.25; margin-bottom: .2rem } h2 { font-size: 1.15rem }
h3 { font-size: 1rem; margin: 0 } .who { margin: 0 0 1rem }
.total { font-size: 1.25rem; margin: 0 } .box { border: 1px solid #bbb; border-left: .4rem solid
#767676; border-radius: .3rem; padding: .6rem .8rem; margin: .8rem 0 }
.full { border-left-color: #00734f } .lost { border-left-color: #b34700 }
.open { border-left-color: #0b5a9d } .points { float: right; margin-left: 1rem }
.said { margin: .4rem 0 0 } details { margin-top: .4rem } summary { cursor: pointer }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; padding: .6rem;
font-size: .85rem; margin: .4rem 0 0 } table { border-collapse: collapse } td, th { padding:
.2rem .8rem; text-align: left; border-bottom: 1px solid #ccc; vertical-align: top }
img { max-width: 100% } td.number { text-align: right }
"""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)

_WHAT_TO_DO = {
    "rejected": "Please hand in a new file: the notebook (.ipynb) itself, saved in Jupyter.",
    "not-submitted": "If you did hand in something, tell your instructor under which name.",
    "error": "This is not your fault. Your instructor will repeat the grading.",
}


@dataclass(frozen=True)
class ExerciseView:
    """What a student is shown of one exercise."""

    heading: str
    points: float
    most: float
    is_text: bool
    pending: bool
    message: str
    comment: str
    answer: str


def _text(text: str) -> str:
    return html.escape(text, quote=True)


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{_text(title)}'
        f'</title>\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<h1>{_text(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def plain_page(name: str, who: str, status: str, reason: str) -> str:
    """Feedback where there is no graded notebook: what happened, and what to do."""
    body = (
        f'<p class="who">{_text(who)} ({name})</p>\n'
        f"<p><b>{status}</b>: {_text(reason)}.</p>\n<p>{_WHAT_TO_DO[status]}</p>"
    )
    return _page(notebook_title(name), body)


def feedback_page(
    name: str, who: str, status: str, late: str, views: list[ExerciseView], notes: list[str]
) -> str:
    """Feedback on a graded notebook: points, what to do next, every exercise in its order."""
    most = sum(view.most for view in views)
    unread = [view for view in views if view.is_text and view.pending]
    points = sum(view.points for view in views)
    body = [f'<p class="who">{_text(who)} ({name})</p>']
    so_far = " so far" if unread or status == "needs-review" else ""
    body.append(f'<p class="total"><b>{points:g} of {most:g} points{so_far}</b></p>')
    body.append(f"<p>{_next_step(views, status, late)}</p>")
    body += [_exercise(view) for view in views]
    if notes:
        items = "".join(f"<li>{_text(note)}</li>" for note in notes)
        body.append(
            f"<details><summary>What else the grader noticed</summary><ul>{items}</ul></details>"
        )
    return _page(notebook_title(name), "\n".join(body))


def _next_step(views: list[ExerciseView], status: str, late: str) -> str:
    said = []
    failed = [view for view in views if not view.is_text and view.message and not view.pending]
    if failed:
        said.append(f"Look first at {_text(failed[0].heading)}; its hints stand in the notebook.")
    unread = sum(view.pending for view in views if view.is_text)
    if unread:
        answers = "one answer has" if unread == 1 else f"{unread} answers have"
        said.append(f"{answers.capitalize()} not been read yet.")
    if status == "needs-review":
        said.append("Some points are held back until your instructor has looked.")
    if late:
        how = "Whether it came in time is not known." if late == "unknown" else f"Late: {late}."
        said.append(_text(how))
    if all(view.points >= view.most for view in views):
        said.insert(0, "Everything was solved.")
    return " ".join(said)


def _exercise(view: ExerciseView) -> str:
    if view.pending:
        kind, got = "open", "not read yet" if view.is_text else "held back"
        points = f"{got} ({view.most:g})"
    else:
        kind = "full" if view.points >= view.most else "lost"
        points = f"{view.points:g} of {view.most:g}"
    parts = [
        f'<section class="box {kind}"><span class="points">{points}</span>',
        f"<h3>{_text(view.heading)}</h3>",
    ]
    if view.message:
        parts.append(f'<p class="said">{_text(view.message)}</p>')
    if view.comment:
        parts.append(f'<p class="said"><b>Comment:</b> {_text(view.comment)}</p>')
    if view.answer.strip():
        parts.append(
            f"<details><summary>Your answer</summary><pre>{_text(view.answer)}</pre></details>"
        )
    return "\n".join([*parts, "</section>"])


# --- for the instructor -----------------------------------------------------------------


def summary_page(name: str, rows: list) -> str:
    """What an instructor wants to know about a class: statuses, scores, hard exercises, mistakes.

    Args:
        name: the notebook.
        rows: those of the report about this notebook.
    """
    body = _table(["status", "students"], Counter(row.status for row in rows).most_common())
    graded = [row for row in rows if row.standing is not None]
    if graded:
        body += "\n<h2>Points</h2>\n" + _score_figure(graded)
        body += "\n<h2>Exercises</h2>\n" + _exercise_figure(graded)
    messages: Counter[tuple[str, str]] = Counter()
    for row in graded:
        for exercise, verdict in row.verdicts.items():
            if verdict.reason:
                messages[exercise, verdict.reason] += 1
    if messages:

        def is_blank(item: tuple[tuple[str, str], int]) -> bool:
            return "NotImplementedError" in item[0][1] or "Replace this line" in item[0][1]

        listed = sorted(messages.items(), key=lambda item: (is_blank(item), -item[1], item[0]))
        examples = [(count, *key) for key, count in listed[:MESSAGES]]
        body += "\n<h2>Most frequent messages</h2>\n"
        body += _table(["students", "exercise", "message"], examples)
    return _page(f"Summary of {name}", body)


def _table(head: list[str], rows) -> str:
    lines = ["<table>", "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"]
    for row in rows:
        cells = "".join(
            f'<td class="number">{cell}</td>' if isinstance(cell, int) else
            f"<td>{_text(str(cell))}</td>"
            for cell in row
        )  # fmt: skip
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


def _score_figure(rows: list) -> str:
    most = float(rows[0].cells()["max_points"])
    figure = Figure(figsize=(7, 3), layout="constrained")
    ax = figure.subplots()
    edges = [most * step / 20 for step in range(21)]
    ax.hist([row.points for row in rows], bins=edges, color="#0072B2", edgecolor="white")
    ax.set(xlabel=f"points (of {most:g})", ylabel="students", xlim=(0, most))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return _image(figure, f"Histogram of the points of {len(rows)} students.")


def _exercise_figure(rows: list) -> str:
    exercises = list(rows[0].verdicts)
    solved = [
        100 * sum(row.verdicts[exercise].passed for row in rows) / len(rows)
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
