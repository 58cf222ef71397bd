"""The course's own steps in nbgrader's pipelines; nbgrader_config.py lists where they run."""

from nbconvert.preprocessors import Preprocessor
from nbformat import v4

from .course import notebook_names, notebook_title, project

SETUP_ID = "setup"
BADGE_ID = "colab"
SCORE_ID = "score"
ADDED_IDS = (BADGE_ID, SETUP_ID, "score-title", SCORE_ID)  # not in the solution notebook

HIDE_INPUT = "hide-input"
SCORE_TITLE = """## Your score

Run the cell below. It shows which exercises are green, what is still to do, and whether the file \
would be accepted by the grader. A green check is the mark: the grader asks for the same, on other \
inputs."""
SCORE = """#@title Your score
import vitcourse

vitcourse.score()"""


def course_map(here: str) -> str:
    """A row of all notebooks with links, the present one in bold."""
    cells = []
    for name in notebook_names():
        title = notebook_title(name).partition(":")[0]
        link = f"[{title}](../{name}/{name}.ipynb)"
        cells.append(f"**{title} (you are here)**" if name == here else link)
    return f"| {' | '.join(cells)} |\n{'|---' * len(cells)}|"


class HideInput(Preprocessor):
    """Collapse cells tagged ``hide-input``, in JupyterLab and in Colab."""

    enabled = True

    def preprocess_cell(self, cell, resources, index):
        if HIDE_INPUT in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
            cell.metadata["cellView"] = "form"
        return cell, resources


class AddSetup(Preprocessor):
    """Begin every student notebook with badge, course map and set-up; end it with the score."""

    enabled = True

    def preprocess(self, notebook, resources):
        table = project()
        address, tag = table["urls"]["Student"], f"v{table['version']}"
        name = resources["nbgrader"]["notebook"]
        colab = address.replace("https://github.com/", "https://colab.research.google.com/github/")
        badge = (
            "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
            f"({colab}/blob/{tag}/course/{name}/{name}.ipynb)"
        )
        setup = (
            "# Set-up: does nothing where the course is installed, as on your own computer.\n"
            "import importlib.util\n\n"
            'if importlib.util.find_spec("vitcourse") is None:\n'
            f'    %pip install -q "vitcourse @ git+{address}@{tag}"'
        )
        notebook.cells[:0] = [
            v4.new_markdown_cell(f"{badge}\n\n{course_map(name)}", id=BADGE_ID),
            v4.new_code_cell(setup, id=SETUP_ID),
        ]
        notebook.cells += [
            v4.new_markdown_cell(SCORE_TITLE, id="score-title"),
            v4.new_code_cell(SCORE, id=SCORE_ID, metadata={"tags": [HIDE_INPUT]}),
        ]
        return notebook, resources


class OnlyGrade(Preprocessor):
    """Refuse nbgrader's own autograding and feedback, from the command line and Formgrader alike.

    Nothing is executed there, so a notebook that nobody ran would get the points of its tests.
    """

    enabled = True

    def preprocess(self, notebook, resources):
        raise RuntimeError(
            "nbgrader alone does not grade this course: use `python -m instructor grade`."
        )
