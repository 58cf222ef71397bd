"""Reading what was uploaded: rosters, folders, zip files."""

import zipfile

import pytest
from classroom import NAME

from instructor.course import UserError
from instructor.grade import Settings, grade
from instructor.roster import read_roster
from instructor.uploads import read_entries


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
