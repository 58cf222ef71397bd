"""A runner without boxes that believes what an answer says, for tests of all other rooms."""

import nbformat
from vitcourse_authoring.notebooks import grade_id, storable
from vitcourse_grading.examine import Job, blank_texts
from vitcourse_grading.outcome import Outcome, Verdict, answer_digests
from vitcourse_grading.rebuild import rebuild


class FakeRunner:
    """Gives marks by words: ``WRONG`` in an answer fails, ``ODD`` is held back.

    Args:
        error: why the grader fails, for all jobs.
        refused: why this grader must not grade.
    """

    def __init__(self, error: str = "", refused: str = ""):
        self.error, self.refused = error, refused
        self.jobs: list[Job] = []

    def run(self, jobs):
        for job in jobs:
            self.jobs.append(job)
            yield job, self._outcome(job)

    def _outcome(self, job: Job) -> Outcome:
        if self.error or self.refused:
            return Outcome(error=self.error, refused=self.refused)
        try:
            rebuilt = rebuild(job.notebook, job.data)
        except ValueError as error:
            return Outcome(rejected=str(error))
        cells = {grade_id(cell): cell.source for cell in rebuilt.notebook.cells if grade_id(cell)}
        outcome = Outcome(notes=rebuilt.notes)
        for exercise in rebuilt.tests.values():
            source = cells[exercise]
            if "NotImplementedError" in source:
                outcome.exercises[exercise] = Verdict(False, "Replace this line by your answer")
            elif "WRONG" in source:
                outcome.exercises[exercise] = Verdict(False, "expected 1, but got 2")
            else:
                odd = "it looks odd" if "ODD" in source else ""
                outcome.exercises[exercise] = Verdict(True, "", odd)
        outcome.notebook = storable(nbformat.writes(rebuilt.notebook))
        outcome.answers = answer_digests(rebuilt.notebook)
        outcome.blank = blank_texts(job.notebook, rebuilt.notebook)
        return outcome
