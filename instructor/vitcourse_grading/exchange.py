"""nbgrader's exchange, for a class whose students and instructors have accounts on one machine.

`nbgrader collect` and `nbgrader release_feedback`, and Formgrader's buttons, come here by
nbgrader_config.py. What is collected lies in a folder of its own:

    collected/<student>/<notebook>/    the notebook, timestamp.txt, submission_secret.txt

`grade` takes it like any other folder of submissions. Pages go back by the secret of what was
collected, so that only its owner finds them.
"""

import os
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash
from vitcourse_authoring.notebooks import bytes_digest, write_file

FOLDER = "collected"


class Collect(ExchangeCollect):
    """Collect what students handed in, each from an account of the student's own."""

    src_records: list[dict]

    def init_src(self) -> None:
        Path(self.coursedir.root, "classroom").mkdir(exist_ok=True)  # it looks into the gradebook
        super().init_src()
        self.src_records = [record for record in self.src_records if self._is_own(record)]

    def _sort_by_timestamp(self, records: list[dict]) -> list[dict]:
        """Newest first; what somebody else put there in a student's name, last."""
        newest = super()._sort_by_timestamp(records)
        return sorted(newest, key=self._is_own, reverse=True)

    def _is_own(self, record: dict) -> bool:
        path = Path(self.inbound_path, record["filename"])
        try:
            owner = path.owner()
        except KeyError:
            owner = "nobody"
        if self.check_owner and owner != record["username"]:
            self.log.warning("left out: %s is in the name of %s, but from %s", path,
                             record["username"], owner)  # fmt: skip
            return False
        return True

    def copy_files(self) -> None:
        self.coursedir.submitted_directory = FOLDER
        super().copy_files()


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Release the pages of what was collected and has been graded since."""

    def copy_files(self) -> None:
        root = Path(self.coursedir.root)
        left_out = []
        for page in sorted(root.glob(os.path.relpath(f"{self.src_path}/*.html", root))):
            student, notebook = page.parent.parent.name, page.stem
            hand_in = root / FOLDER / student / self.coursedir.assignment_id
            secret, source = hand_in / "submission_secret.txt", hand_in / f"{notebook}.ipynb"
            if student in self.coursedir.student_id_exclude.split(","):
                continue
            if not secret.is_file() or not source.is_file():
                left_out.append(f"{student} (nothing was collected)")
                continue
            graded = page.parents[3] / "uploads" / bytes_digest(source.read_bytes())
            if not graded.exists():
                left_out.append(f"{student} (collected after the last grading: grade first)")
                continue
            name = notebook_hash(secret=secret.read_text(), notebook_id=notebook)
            write_file(page.read_bytes(), Path(self.dest_path) / f"{name}.html")
            self.log.info("released to %s: %s", student, notebook)
        if left_out:
            self.log.warning("no page for %s", ", ".join(left_out))
