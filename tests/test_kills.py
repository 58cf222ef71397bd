"""A run that is killed at any moment and started again ends as if nothing had happened."""

import os
import random
import signal

import pytest
from nbgrader import api
from test_pipeline import COURSE, NAME, ODD, ON_TIME, TEXTS, WRONG, Room, quick

KILLS = 10 if os.environ.get("VITCOURSE_CLASS") else 3  # ten in `make test-class`

__all__ = ["quick"]  # a fixture


def a_class(folder, size: int = 20, url: str = "") -> Room:
    folder.mkdir()
    room = Room(folder, url)
    room.roster(*(f"s{number:02},First,Last{number}," for number in range(size)))
    for number in range(size - 1):  # one hands in nothing
        answer = {"pixels_to_unit": [WRONG, ODD][number % 2]} if number % 3 else {}
        room.put(f"s{number:02}_01.ipynb", text=TEXTS[number % 4], **answer)
    room.put("s03_01 (1).ipynb", ON_TIME + 60, text="a later one")
    return room


def scores(room: Room) -> list[tuple]:
    with api.Gradebook(room.url, COURSE) as book:
        return sorted(
            (row.student.id, grade.name, str(grade.auto_score), str(grade.manual_score),
             grade.needs_manual_grade)
            for row in book.notebook_submissions(NAME, NAME)
            for grade in row.grades
        )  # fmt: skip


def killed(room: Room, after: int) -> bool:
    """Grade in a process of its own that dies before it writes for the so-many-th time."""
    child = os.fork()
    if not child:
        real, left = os.fsync, [after]

        def fsync(handle):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            real(handle)

        os.fsync = fsync
        try:
            room.grade()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills_at_random_moments_change_nothing(tmp_path):
    whole = a_class(tmp_path / "whole")
    whole.grade()
    whole.by_hand("s00", 1.5, "Good.")
    whole.again()
    dice, deaths = random.Random(14), 0
    for number in range(KILLS):
        room = a_class(tmp_path / f"killed-{number}")
        deaths += killed(room, dice.randrange(230))
        room.grade()
        room.by_hand("s00", 1.5, "Good.")
        deaths += killed(room, dice.randrange(8))
        room.again()
        grades = [(one.done / "grades.csv").read_bytes() for one in (room, whole)]
        assert grades[0] == grades[1]
        assert scores(room) == scores(whole)
    assert deaths >= KILLS
