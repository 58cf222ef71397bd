"""Grade a folder of submissions with nbgrader: autograde, feedback, export."""

import logging
import shutil
import tempfile
import warnings
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from .course import NAME_PATTERN, ROOT, UserError, log, nbgrader_config, notebook_names
from .notebooks import write_file


def find_submissions(folder: Path) -> list[tuple[str, str, Path]]:
    """Return (student, notebook name, file) for every ``<student>/<name>/<name>.ipynb``.

    Raises:
        UserError: the folder is missing, holds no submission, or one of an unknown notebook.
    """
    if not folder.is_dir():
        raise UserError(
            f"there is no folder {folder}; give the one that holds "
            "<student>/<notebook>/<notebook>.ipynb."
        )
    found = [
        (path.parent.parent.name, path.stem, path)
        for path in sorted(folder.glob(f"*/{NAME_PATTERN}/{NAME_PATTERN}.ipynb"))
        if path.parent.name == path.stem
    ]
    if not found:
        raise UserError(
            f"{folder} holds no submission; expected <student>/<notebook>/<notebook>.ipynb, "
            "for example ada/01_tensors/01_tensors.ipynb."
        )
    for student, name, path in found:
        if name not in notebook_names():
            raise UserError(f'{path}: "{name}" (of {student}) is not a notebook of this course.')
        try:
            nbformat.read(path, as_version=4)
        except Exception as error:
            raise UserError(f"{path} is not a readable notebook ({error}).") from error
    return found


def _config(classroom: Path) -> Config:
    config = nbgrader_config()
    for step in ("submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = str(classroom / step)
    config.CourseDirectory.db_url = f"sqlite:///{classroom / 'gradebook.db'}"
    return config


def _succeed(result: dict, what: str) -> None:
    if not result["success"]:
        reason = (result.get("error") or result.get("log") or "").strip().splitlines()
        raise UserError(f"{what} failed: {reason[-1] if reason else 'no reason given'}")


def grade(folder: Path, classroom: Path = ROOT / "classroom") -> Path:
    """Autograde every submission below ``folder``; write feedback pages and grades.csv.

    Args:
        folder: holds ``<student>/<notebook>/<notebook>.ipynb``; it is not changed.
        classroom: where submissions are copied to and results go.

    Returns:
        the path of grades.csv.

    Raises:
        UserError: see :func:`find_submissions`; or nbgrader fails, with its reason.
    """
    submissions = find_submissions(folder)
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # harmless, but many
    classroom.mkdir(parents=True, exist_ok=True)
    config = _config(classroom)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.log.setLevel(logging.ERROR)

    with tempfile.TemporaryDirectory() as release:  # the gradebook must know the exercises
        api.coursedir.release_directory = release
        for name in sorted({name for _, name, _ in submissions}):
            _succeed(api.generate_assignment(name), f"registering {name}")

    for number, (student, name, path) in enumerate(submissions, start=1):
        write_file(path.read_bytes(), classroom / "submitted" / student / name / path.name)
        _succeed(api.autograde(name, student), f"grading {name} of {student}")
        _succeed(api.generate_feedback(name, student), f"feedback on {name} for {student}")
        with Gradebook(config.CourseDirectory.db_url) as gradebook:
            submission = gradebook.find_submission(name, student)
            points = f"{submission.score:g} of {submission.max_score:g} points"
            manual = ", free text still to be read" if submission.needs_manual_grade else ""
        log(f"{number}/{len(submissions)} {student}, {name}: {points}{manual}")

    grades = classroom / "grades.csv"
    unfinished = classroom / ".grades.csv"
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        CsvExportPlugin(to=str(unfinished)).export(gradebook)
    shutil.move(unfinished, grades)
    log(f"grades: {grades}\nfeedback: {classroom / 'feedback'}")
    return grades
