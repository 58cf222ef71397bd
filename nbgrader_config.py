"""Where nbgrader reads and writes, for the command line, the Formgrader and `instructor`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # for instructor.preprocessors below

c = get_config()  # noqa: F821 (given by the loader)

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "from-pixels-to-patches"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'classroom' / 'gradebook.db'}"
# nbgrader copies every file beside a notebook; the Markdown pair holds all solutions.
c.CourseDirectory.ignore.append("[0-9][0-9]_*.md")

c.Exchange.root = str(ROOT / "classroom" / "exchange")

c.ClearSolutions.code_stub = {
    "python": "# Your code here.\n"
    'raise NotImplementedError("Replace this line by your answer, then run the cell.")'
}
c.ClearSolutions.text_stub = "*Your answer here.*"

c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = ["solution-only"]
c.GenerateAssignment.preprocessors = [
    "nbconvert.preprocessors.TagRemovePreprocessor",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "instructor.preprocessors.AddSetup",
    "instructor.preprocessors.HideInput",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.preprocessors = [
    "instructor.preprocessors.PrepareFeedback",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# `instructor grade` runs notebooks in a sandbox and hands their outputs to nbgrader, which only
# scores them: nothing a student wrote ever runs here, not even from the Formgrader.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
