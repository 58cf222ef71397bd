"""The score at the end of a notebook: what is green now, and what is still to do."""

import html
import os
from pathlib import Path

from IPython.display import display

from .runtime import current_notebook
from .session import current, short
from .workbook import (
    Exercise,
    NotANotebook,
    course_exercises,
    findings,
    fingerprint,
    progress_of,
    read_notebook,
)

_READ_BY_A_PERSON = "written; a person will read it"
_UNWRITTEN = "to be written, in a sentence or more"


def _state(exercise: Exercise, checks: dict[str, tuple[int, str]]) -> str:
    """Empty where an exercise is green in this session, else what is missing."""
    if exercise.check not in checks:
        return "not checked yet: run its check"
    run, ended = checks[exercise.check]
    if ended:
        return short(ended)
    if any(current.defined.get(name, 0) > run or name in current.failed for name in exercise.names):
        return "your answer changed since: run its check again"
    return ""


def _file() -> Path | None:
    """The notebook as last saved, where it lies in the working folder."""
    names = [os.environ.get("JPY_SESSION_NAME", ""), f"{current_notebook()}.ipynb"]
    paths = (Path.cwd() / Path(name).name for name in names if name.endswith(".ipynb"))
    return next((path for path in paths if path.is_file()), None)


def score() -> None:
    """Show which exercises are green in this session, the points so far, and what is to do.

    An exercise is green when its check ran to its end after the answer was last changed. Then the
    file, as last saved, is looked at as the grader will: see ``python -m vitcourse check``.
    """
    exercises = course_exercises().get(current_notebook())
    if exercises is None:
        print("Run the notebook's first cell, then this one again.")
        return
    checks = {fingerprint(source): ended for source, ended in current.ended.items()}
    path = _file()
    written = _written_texts(path)
    rows, points = [], 0.0
    for exercise in exercises:
        if exercise.is_text:
            state = _READ_BY_A_PERSON if exercise.id in written else _UNWRITTEN
            got = "?" if exercise.id in written else "0"
        else:
            state = _state(exercise, checks)
            got = "0" if state else f"{exercise.points:g}"
            points += 0 if state else exercise.points
        rows.append((f"{exercise.number} {exercise.title}", f"{got} of {exercise.points:g}", state))
    _show(rows, _summary(exercises, rows, points), _verdict(path))


def _written_texts(path: Path | None) -> set[str]:
    if path is None:
        return set()
    try:
        return {e.id for e in progress_of(current_notebook(), read_notebook(path)).written}
    except NotANotebook:
        return set()


def _summary(exercises: list[Exercise], rows: list[tuple[str, str, str]], points: float) -> str:
    total = sum(exercise.points for exercise in exercises)
    text = sum(exercise.points for exercise in exercises if exercise.is_text)
    left = sum(
        exercise.minutes
        for exercise, (_, _, state) in zip(exercises, rows, strict=True)
        if state not in ("", _READ_BY_A_PERSON)
    )
    said = f"{points:g} of {total - text:g} points are green"
    said += f"; up to {text:g} more are given for free text." if text else "."
    return f"{said} Still to do: about {left} minutes." if left else said


def _verdict(path: Path | None) -> list[str]:
    if path is None:
        return [
            "The notebook file is not in this folder (Colab keeps it elsewhere). Download it and "
            "run `python -m vitcourse check FILE` before you hand it in."
        ]
    name, found = findings(path)
    problems = [finding.text for finding in found if finding.problem]
    if not name or problems:
        return [f"{path.name}, as last saved, has problems:", *(problems or [found[0].text])]
    said = f"{path.name}, as last saved, would be accepted by the grader. Save before you hand in."
    return [said, *(f"In it, {finding.text}" for finding in found)]


def _show(rows: list[tuple[str, str, str]], summary: str, verdict: list[str]) -> None:
    mark = {True: "✓", False: "○"}
    done = ("", _READ_BY_A_PERSON)
    plain = [f"{mark[state in done]} {title}: {got}. {state}".strip() for title, got, state in rows]
    cells = "".join(
        f"<tr><td>{mark[state in done]}</td><td style='text-align:left'>{html.escape(title)}</td>"
        f"<td style='white-space:nowrap'>{got}</td>"
        f"<td style='text-align:left'>{html.escape(state)}</td></tr>"
        for title, got, state in rows
    )
    table = (
        "<table><thead><tr><th></th><th style='text-align:left'>exercise</th><th>points</th>"
        f"<th style='text-align:left'>to do</th></tr></thead><tbody>{cells}</tbody></table>"
    )
    below = "".join(f"<p>{html.escape(line)}</p>" for line in (summary, *verdict))
    display(
        {"text/html": table + below, "text/plain": "\n".join([*plain, summary, *verdict])}, raw=True
    )
