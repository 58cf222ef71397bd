"""Reading what was uploaded: rosters, folders, zip files."""

import io
import json
import zipfile

import pytest
from classroom import ALL, NAME, answered, solutions
from vitcourse_authoring.course import UserError
from vitcourse_authoring.notebooks import notebook_bytes
from vitcourse_grading import uploads
from vitcourse_grading.grade import Settings, grade
from vitcourse_grading.rebuild import rebuild
from vitcourse_grading.roster import read_roster
from vitcourse_grading.uploads import read_entries


@pytest.mark.parametrize(
    "text, reason",
    [
        ("name\nada\n", "column student_id"),
        ("student_id\nada\nADA\n", "twice"),
        ("student_id\n../ada\n", "letters, digits"),
        ("student_id,due\nada,tomorrow\n", "not a time"),
    ],
)
def test_bad_roster_gives_one_sentence(text, reason, tmp_path):
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(UserError, match=reason) as error:
        read_roster(tmp_path / "roster.csv")
    assert "\n" not in str(error.value)


def test_folder_without_submissions_gives_one_sentence(tmp_path):
    with pytest.raises(UserError, match="holds no submission"):
        grade(tmp_path, Settings(classroom=tmp_path / "classroom"))
    with pytest.raises(UserError, match="neither a folder nor a zip"):
        grade(tmp_path / "none", Settings(classroom=tmp_path / "classroom"))
    assert not (tmp_path / "classroom").exists()


def test_a_damaged_member_of_a_zip_spoils_no_other(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for student in ("ada", "bob"):
            archive.writestr(f"{student}_{NAME}.ipynb", f'{{"cells": [], "by": "{student}"}}')
        archive.writestr(zipfile.ZipInfo(f"eve_{NAME}.ipynb", (1980, 0, 0, 0, 0, 0)), "{}")
    path.write_bytes(path.read_bytes().replace(b'"by": "ada"', b'"by": "bad"'))  # checksum fails
    found = {e.name.split("_")[0]: file for e in read_entries(path) for file in e.files}
    assert "cannot be read" in found["ada"].problem
    assert found["bob"].problem == "" and b"bob" in found["bob"].data
    assert found["eve"].problem == ""


def test_what_one_student_may_upload_is_limited_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_TOTAL", 3_000)
    monkeypatch.setattr(uploads._Budget, "__init__", _small_budget)
    for student, count in (("ada", 9), ("bob", 2)):
        with zipfile.ZipFile(tmp_path / f"{student}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(count):
                archive.writestr(f"{number}.ipynb", b"0" * 500)
    found = {entry.name: entry.files for entry in read_entries(tmp_path)}
    assert any("together" in file.problem for file in found["ada.zip"])
    assert not any(file.problem for file in found["bob.zip"])


def _small_budget(self):
    self.bytes, self.members = 3_000, 10


def test_more_members_than_anybody_needs_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        for number in range(uploads.MOST_MEMBERS + 1):
            archive.writestr(f"{number}.txt", b"")
    [entry] = read_entries(tmp_path)
    assert "members" in entry.files[0].problem


def test_a_zip_of_more_than_one_notebooks_size_is_read_whole(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("photo.png", bytes(uploads.MOST_BYTES + 1))
        archive.writestr(f"{NAME}.ipynb", b'{"cells": []}')
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    [entry] = read_entries(tmp_path)
    assert [file.problem for file in entry.files] == [""]


@pytest.mark.parametrize("source", ["x = " + "1+" * 1_500_000 + "1", "'" + "y" * 3_000_000 + "'"])
def test_three_megabytes_in_one_line_cost_that_exercise_only(source):
    made = rebuild(NAME, notebook_bytes(answered(solutions(pixels_to_unit=source))))
    assert "too long" in made.notes[0]
    assert len(made.tests) == len(ALL)


def test_thousands_of_copies_of_a_cell_are_refused():
    notebook = answered(solutions())
    notebook.cells += notebook.cells[-1:] * 8_000
    with pytest.raises(ValueError, match=r"8,\d+ cells, more than"):
        rebuild(NAME, json.dumps(notebook).encode())
