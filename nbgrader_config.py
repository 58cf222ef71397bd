"""Where nbgrader reads and writes, for the command line, the Formgrader and `instructor`."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if str(ROOT / "instructor") not in sys.path:
    sys.path.insert(0, str(ROOT / "instructor"))  # for vitcourse_authoring.preprocessors below

c = get_config()  # noqa: F821 (given by the loader)

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "from-pixels-to-patches"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.CourseDirectory.db_url = os.environ.get("VITCOURSE_GRADEBOOK") or (
    f"sqlite:///{ROOT / 'classroom' / 'gradebook.db'}"
)
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
    "vitcourse_authoring.preprocessors.AddSetup",
    "vitcourse_authoring.preprocessors.HideInput",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# `instructor grade` runs notebooks in a sandbox, scores them and writes the feedback. What nbgrader
# (or a button of Formgrader) would make of a notebook that nobody ran is refused.
c.Autograde.sanitize_preprocessors = ["vitcourse_authoring.preprocessors.OnlyGrade"]
c.Autograde.autograde_preprocessors = ["vitcourse_authoring.preprocessors.OnlyGrade"]
c.GenerateFeedback.preprocessors = ["vitcourse_authoring.preprocessors.OnlyGrade"]
