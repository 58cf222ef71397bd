"""Out of a platform's zip, into marks, back into its import files: no line that is not ours."""

import csv
import io
import logging
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from classroom import NAME, write
from test_pipeline import ODD, WRONG, Room, a_notebook, quick  # noqa: F401 (a fixture)
from vitcourse_authoring.course import UserError
from vitcourse_grading.__main__ import _columns
from vitcourse_grading.exports import Sheet
from vitcourse_grading.roster import read_roster, roster_bytes
from vitcourse_grading.tables import Table

EN = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
      "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
      "Feedback comments"]  # fmt: skip
DE = ["ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
      "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)",
      "Zuletzt geändert (Bewertung)", "Feedback als Kommentar"]  # fmt: skip
CLASS = [
    (101, "Ada Lovelace", "ada@x.org"),
    (102, 'Bob "the ; stone" O\'Hara', "bob@x.org"),
    (103, "Ann Lee", "ann1@x.org"),
    (104, "Ann Lee", "ann2@x.org"),
    (105, "=SUM(A1) José Núñez", "jose@x.org"),
    (106, "+49 Zoë @Home", "zoe@x.org"),
    (107, "Nobody Here", "none@x.org"),
]


def php(cells: list[str], separator: str = ",") -> str:
    """A line as PHP's ``fputcsv`` writes it."""

    def cell(text: str) -> str:
        special = any(letter in text for letter in f'{separator}"\\\n\r\t ')
        return '"' + text.replace('"', '""') + '"' if special else text

    return separator.join(map(cell, cells)) + "\n"


def worksheet(path: Path, head=EN, people=CLASS, grades=None, separator=",", bom=False) -> Path:
    """The grading worksheet of an assignment, as `mod/assign/gradingtable.php` fills it."""
    prefix, point = ("Participant ", ".") if head is EN else ("Teilnehmer/in", ",")
    rows = [head]
    for number, name, email in people:
        grade = (grades or {}).get(number, "")
        marked = "Monday, 2 November 2026, 10:37 AM" if grade else "-"
        most = f"20{point}00"
        rows.append([f"{prefix}{number}", name, email, "Submitted for grading -  - ", grade, most,
                     "Yes", "Thursday, 19 November 2026, 12:00 PM", marked, ""])  # fmt: skip
    text = "".join(php(row, separator) for row in rows)
    path.write_bytes(b"\xef\xbb\xbf" * bom + text.encode())
    os.utime(path, (1_795_000_000, 1_795_000_000))
    return path


def moodle_reads(path: Path, head=EN, separator=",") -> dict[int, tuple[str, float]]:
    """Grade and time by participant, as `feedback/offline/importgradeslib.php` takes them."""
    text = path.read_bytes().decode("utf-8-sig")
    first, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    at = {name: first.index(name) for name in (head[0], head[4], head[8])}
    prefix = "Participant " if head is EN else "Teilnehmer/in"
    found = {}
    for row in rows:
        number = int(row[at[head[0]]][len(prefix) :])
        try:
            moment = datetime.fromisoformat(row[at[head[8]]]).timestamp()
        except ValueError:
            moment = 0.0
        found[number] = row[at[head[4]]], moment
    return found


def moodle_takes(path: Path, participants: set[int]) -> dict[int, tuple[str, str]]:
    """File name and text by participant, as `feedback/file/importziplib.php` finds them."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            parts = member.split("/")
            while parts:
                info = parts.pop(0).split("_", 4)
                if len(info) < 4 or not info[1].isdigit() or int(info[1]) not in participants:
                    continue
                assert info[2:4] == ["assignfeedback", "file"]
                rest = "/".join([info[4] if len(info) > 4 else "", *parts]).lstrip("/")
                assert int(info[1]) not in found
                found[int(info[1])] = rest, archive.read(member).decode()
                break
    return found


def moodle_zip(path: Path, handed_in: dict[int, bytes], people=CLASS) -> Path:
    """All submissions, as Moodle from 4.1 on packs them: a folder per participant."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, name, _ in people:
            if number in handed_in:
                clean = re.sub(r'[&<>"`|\':\\/]', "", name).replace("_", " ")
                folder = f"{clean}_{number}_assignsubmission_file"
                archive.writestr(f"{folder}/my notebook.ipynb", handed_in[number])
    return path


def read_by_hand(room: Room) -> None:
    for row in room.rows().values():
        if row["manual_pending"] == "1":
            room.by_hand(row["student_id"], 2)


@pytest.fixture
def room(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    return Room(tmp_path)


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


# --- Moodle -----------------------------------------------------------------------------


@pytest.mark.parametrize("head, separator, bom", [(EN, ",", False), (DE, ";", True)])
def test_moodle_out_of_its_zip_and_back_into_its_worksheet(room, head, separator, bom, caplog):
    path = worksheet(room.folder / "Grades-ML-1-77.csv", head, separator=separator, bom=bom)
    handed_in = {
        101: a_notebook(),
        102: a_notebook(pixels_to_unit=WRONG),
        103: a_notebook("the first"),
        104: a_notebook("the second", pixels_to_unit=WRONG),
        105: a_notebook("hers"),
        106: a_notebook(pixels_to_unit=ODD),
    }
    room.uploads = moodle_zip(room.folder / "all.zip", handed_in)
    rows = room.grade(roster=path, due="")
    assert rows["ann1@x.org"]["points"] == "18" > rows["ann2@x.org"]["points"]
    for student in set(rows) - {"jose@x.org", "zoe@x.org", "none@x.org"}:
        room.by_hand(student, 2)
    before = path.read_bytes()
    room.again(export=("moodle", path))
    filled = room.folder / "Grades-ML-1-77.filled.csv"
    marks = moodle_reads(filled, head, separator)
    wrong = room.rows()["bob@x.org"]["points"]
    assert {number: grade for number, (grade, _) in marks.items()} == {
        101: "20", 102: wrong, 103: "20", 104: wrong, 105: "", 106: "", 107: "0",
    }  # fmt: skip
    assert marks[101][1] == 1_795_000_000  # what was given in Moodle later stays: it is newer
    assert path.read_bytes() == before
    for old, new in zip(lines(before), lines(filled.read_bytes()), strict=True):
        number = int(re.search(rb"\d+", old)[0]) if b"10" in old[:24] else 0
        assert (old == new) == (number not in (101, 102, 103, 104, 107))
        assert old.split(b"org")[0] == new.split(b"org")[0]
    said = caplog.text
    assert "zoe@x.org: needs-review" in said and "jose@x.org: 1 answers are to be read" in said
    pages = moodle_takes(room.folder / "Grades-ML-1-77.feedback.zip", {n for n, *_ in CLASS})
    assert set(pages) == {101, 102, 103, 104}
    assert pages[103][0] == f"{NAME}.html" and "20 of 20" in pages[103][1]
    assert "expected 1, but got 2" in pages[104][1]


def test_a_second_export_changes_nothing_and_a_filled_worksheet_stays(room):
    path = worksheet(room.folder / "w.csv", people=CLASS[:2])
    room.uploads = moodle_zip(room.folder / "all.zip", {101: a_notebook(), 102: a_notebook()})
    room.grade(roster=path)
    read_by_hand(room)
    room.again(export=("moodle", path))
    outputs = [room.folder / "w.filled.csv", room.folder / "w.feedback.zip"]
    before = [(output.read_bytes(), output.stat().st_mtime_ns) for output in outputs]
    room.again(export=("moodle", path))
    assert before == [(output.read_bytes(), output.stat().st_mtime_ns) for output in outputs]
    room.again(export=("moodle", outputs[0]))
    assert (room.folder / "w.filled.filled.csv").read_bytes() == before[0][0]


def test_a_mark_that_is_no_longer_final_stays_as_moodle_has_it(room, caplog):
    path = worksheet(room.folder / "w.csv", people=CLASS[:2], grades={101: "7.00", 102: "8.00"})
    room.uploads = moodle_zip(room.folder / "all.zip", {101: a_notebook(), 102: b"{"})
    room.grade(roster=path, export=("moodle", path))
    marks = moodle_reads(room.folder / "w.filled.csv")
    assert (marks[101][0], marks[102][0]) == ("7.00", "0")
    assert room.rows()["bob@x.org"]["status"] == "rejected"


def test_nobody_gets_a_zero_before_the_deadline(room, caplog):
    path = worksheet(room.folder / "w.csv", people=CLASS[:2])
    room.uploads = moodle_zip(room.folder / "all.zip", {101: a_notebook()})
    room.grade(roster=path, due="2999-01-01", export=("moodle", path))
    assert moodle_reads(room.folder / "w.filled.csv")[102][0] == ""
    assert "the deadline is still to come" in caplog.text


def test_a_blind_worksheet_is_filled_by_number(room):
    people = [(n, f"Participant {n}", email) for n, _, email in CLASS[:2]]
    blind = room.folder / "w.csv"
    blind.write_text("".join(
        php([f"Participant {n}", "", "20.00", "-"]) if n else
        php(["Identifier", "Grade", "Maximum grade", "Last modified (grade)"])
        for n in (0, 101, 102)
    ))  # fmt: skip
    with zipfile.ZipFile(room.folder / "all.zip", "w") as archive:
        for n, *_ in people:
            archive.writestr(f"Participant_{n}_assignsubmission_file/x.ipynb", a_notebook(str(n)))
    room.put("ada_01.ipynb", text="older")
    room.grade()
    room.uploads = room.folder / "all.zip"
    room.grade()
    text = (room.done / "owners.csv").read_text()
    for line in room.owners():
        owner = "ada" if "_101_" in line["path"] else "bob"
        text = text.replace(f"{line['upload']},,", f"{line['upload']},{owner},")
    (room.done / "owners.csv").write_text(text)
    room.again()
    for student in ("ada", "bob"):
        room.by_hand(student, 1)
    room.again(export=("moodle", blind))
    assert {grade for grade, _ in moodle_reads(room.folder / "w.filled.csv").values()} == {"19"}


# --- Canvas -----------------------------------------------------------------------------

HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "My notes",
        "1. Tensors (991)", "Week 2: 02_softmax_regression (992)", "Current Score",
        "Final Score"]  # fmt: skip
HIDDEN = ["", "", "", "", "", "", "Manual Posting", "", "", ""]
POSSIBLE = ["    Points Possible", "", "", "", "", "", "20.0", "16.0", "(read only)", "(read only)"]
PUPILS = [
    ["Lovelace, Ada", "4711", "s1", "ada", "A and B", "x, y", "", "3.5", "", ""],
    ["Lee, Ann", "4712", "s2", "ann", "A", "", "", "", "", ""],
    ["Lee, Ann", "4713", "s3", "ann2", "A", "", "N/A", "", "", ""],
    ['="=Evil"', "4714", "s4", "evil", "A", "", "EX", "", "", ""],
    ['"Q", José', "4715", "s5", "+jose", "A", "@SUM(1)", "7.0", "", "", ""],
    ["Student, Test", "4799", "", "", "A", "", "", "", "", ""],
]


def gradebook(path: Path, pupils=PUPILS, separator=",", head=HEAD, possible=POSSIBLE) -> Path:
    """The whole gradebook, as `lib/gradebook_exporter.rb` writes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerows([head, HIDDEN, possible, *pupils])
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return path


def canvas_reads(path: Path) -> dict[str, list[str]]:
    """The lines of students by their ID, as `lib/gradebook_importer.rb` finds them."""
    text = path.read_bytes().decode("utf-8-sig")
    separator = ";" if text.split("\n")[0].count(";") else ","
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert "Student" in head[0] and "ID" in head[1] and "Section" in head[4]
    return {row[1]: row for row in rows if row[1] and "Points Possible" not in row[0]}


def canvas_takes(path: Path) -> dict[tuple[str, str], str]:
    """Name of the comment's file by user and attachment, as Canvas infers them."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            parts = member.split("/")[-1].split("_")
            user, attachment = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
            found[user, attachment] = member.split(f"_{attachment}_", 1)[1]
    return found


@pytest.mark.parametrize("separator", [",", ";"])
def test_canvas_out_of_its_zip_and_back_into_its_gradebook(room, separator, caplog):
    path = gradebook(room.folder / "g.csv", separator=separator)
    with zipfile.ZipFile(room.folder / "submissions.zip", "w") as archive:
        for name in ("lovelaceada_4711_901_tensors.ipynb", "leeann_LATE_4712_902_x-2.ipynb",
                     "leeann_4713_903_x.ipynb", "qjose_4715_905_4711_906.ipynb"):  # fmt: skip
            archive.writestr(name, a_notebook(name))
    room.uploads = room.folder / "submissions.zip"
    room.grade(roster=path, due="")
    assert set(room.rows()) == {"s1", "s2", "s3", "s4", "s5"}
    read_by_hand(room)
    before = path.read_bytes()
    room.again(export=("canvas", path), notebook="01")
    after = canvas_reads(room.folder / "g.filled.csv")
    marks = {number: row[6] for number, row in after.items()}
    assert marks == {
        "4711": "20", "4712": "20", "4713": "N/A", "4714": "EX", "4715": "20", "4799": "",
    }  # fmt: skip
    was = canvas_reads(path)
    assert all(row[:6] + row[7:] == was[n][:6] + was[n][7:] for n, row in after.items())
    filled = (room.folder / "g.filled.csv").read_bytes()
    changed = [old != new for old, new in zip(lines(before), lines(filled), strict=True)]
    assert changed == [False, False, False, True, True, False, False, True, False]
    assert canvas_takes(room.folder / "g.feedback.zip") == {
        ("4711", "901"): f"{NAME}.html", ("4712", "902"): f"{NAME}.html",
        ("4715", "905"): f"{NAME}.html",
    }  # fmt: skip
    assert 's3: Canvas says "N/A"' in caplog.text


@pytest.mark.parametrize(
    "head, possible, columns, says",
    [
        (HEAD, [*POSSIBLE[:6], "100.0", *POSSIBLE[7:]], {}, "one can get 100.0 points; 01_tensors"),
        ([*HEAD[:6], "Sheet (991)", *HEAD[7:]], POSSIBLE, {}, "has no columns for 01_tensors"),
        (HEAD, POSSIBLE, {"grade": "Current Score"}, "lets nobody write"),
        (["Name", *HEAD[1:]], POSSIBLE, {}, 'does not begin with the column "Student"'),
    ],
)
def test_a_gradebook_that_is_not_ours_is_refused_before_anything_runs(
    room, head, possible, columns, says
):
    path = gradebook(room.folder / "g.csv", head=head, possible=possible)
    room.put("ada_01.ipynb")
    with pytest.raises(UserError, match=re.escape(says)):
        room.grade(export=("canvas", path), notebook="01", columns=columns)
    assert not room.runner.jobs and not room.done.exists()


def test_of_several_notebooks_one_must_be_said(room):
    assert Sheet("canvas", gradebook(room.folder / "g.csv"), "", {}).notebook == ""
    path = worksheet(room.folder / "Grades-ML-1. Tensors-77.csv")
    assert Sheet("moodle", path, "", {}).notebook == NAME
    with pytest.raises(UserError, match="that assignment is 01_tensors, not 02_softmax_regression"):
        Sheet("moodle", path, "02_softmax_regression", {})
    path = worksheet(room.folder / "w.csv")
    room.put("ada_01.ipynb")
    write(room.uploads / "ada_02.ipynb", b"{")
    with pytest.raises(UserError, match="add --notebook, one of 01_tensors, 02_softmax"):
        room.grade(export=("moodle", path))
    assert not (room.folder / "w.filled.csv").exists()


# --- whose a line is --------------------------------------------------------------------


def test_lines_that_contradict_themselves_are_listed_and_left(room, caplog):
    room.roster("ada,Ada,Lovelace,", "bob,Bob,Stone,")
    people = [(1, "Bob Stone", "ada"), (2, "Ada Lovelace", ""), (3, "Stone Bob", "")]
    path = worksheet(room.folder / "w.csv", people=people)
    room.put("ada_01.ipynb")
    room.put("bob_01.ipynb")
    room.grade()
    read_by_hand(room)
    room.again(export=("moodle", path), columns={"student_id": "Email address"})
    marks = moodle_reads(room.folder / "w.filled.csv")
    assert [marks[n][0] for n in (1, 2, 3)] == ["", "20", "20"]
    assert "line 2 (Bob Stone): what it says is of different students" in caplog.text
    path = worksheet(room.folder / "w.csv", people=[(2, "Bob Stone", ""), (3, "Stone Bob", "")])
    room.again(export=("moodle", path))
    assert (room.folder / "w.filled.csv").read_bytes() == path.read_bytes()
    assert "another line is bob's, too" in caplog.text
    assert "ada: no line of the file is theirs" in caplog.text


def test_a_class_without_names_is_found_by_the_numbers_it_handed_in_under(room, caplog):
    (room.folder / "ids.csv").write_text("student_id\n4711\n4712\n")
    room.put("lovelaceada_4711_901_x.ipynb")
    room.grade(roster=room.folder / "ids.csv")
    room.by_hand("4711", 2)
    room.again(export=("canvas", gradebook(room.folder / "g.csv")))
    marks = {number: row[6] for number, row in canvas_reads(room.folder / "g.filled.csv").items()}
    assert (marks["4711"], marks["4712"], marks["4715"]) == ("20", "", "7.0")
    assert "4712: no line of the file is theirs" in caplog.text  # an id may be any number


# --- rosters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data, columns, expected",
    [
        (b"student_id,first_name,last_name\nada,Ada,Love\n", {}, ("ada", "Ada", "Love", "")),
        ("Matrikelnummer;Vorname;Nachname;E-Mail\r\n17;Jörg;Müller;j@x.org\r\n".encode("latin-1"),
         {"student_id": "Matrikelnummer"}, ("17", "Jörg", "Müller", "j@x.org")),
        ("\ufeffNuméro;Nom complet\n17;Zoë De Sá\n".encode(),
         {"student_id": "Numéro"}, ("17", "Zoë De", "Sá", "")),
        ("student_id\tname\n17\tLee, Ann\n".encode("utf-16"), {}, ("17", "Ann", "Lee", "")),
        ("\ufeffVorname,Nachname,E-Mail-Adresse,Gruppen\nZoë,Sá,z@x.org,A\n".encode(),
         {}, ("z@x.org", "Zoë", "Sá", "z@x.org")),
        (b'"First name","Last name","ID number","Email address"\nAda,Lovelace,17,a@x.org\n',
         {}, ("17", "Ada", "Lovelace", "a@x.org")),
        (b"ID;Vorname;Nachname\ns001;Ada;Lovelace\n", {}, ("s001", "Ada", "Lovelace", "")),
        (b'student_id,name\nada,"Ada ""the \\"first"" Lovelace"\n', {},
         ("ada", 'Ada "the \\"first"', "Lovelace", "")),
    ],
)  # fmt: skip
def test_rosters_as_platforms_and_spreadsheets_write_them(tmp_path, data, columns, expected):
    (tmp_path / "r.csv").write_bytes(data)
    [one] = read_roster(tmp_path / "r.csv", columns)
    assert (one.id, one.first_name, one.last_name, one.email) == expected
    (tmp_path / "kept.csv").write_bytes(roster_bytes([one]))
    assert read_roster(tmp_path / "kept.csv") == [one]


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "needs a first line with the column student_id"),
        (b"name\nAda\n", "needs a first line with the column student_id"),
        (b'student_id\n"ada\n', "line 2: a quotation mark is never closed"),
        (b"PK\x03\x04\0\0", "is no CSV"),
        (b"student_id,student_id\na,b\n", 'has two columns "student_id"'),
        (b"student_id,name\nada,A\n,B\n", 'line 3: the student_id "" may hold'),
        (b"student_id\nada\nADA\n", 'line 3: the student_id "ADA" stands there twice'),
    ],
)
def test_a_roster_that_cannot_be_read_gets_one_sentence(tmp_path, data, says):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(UserError, match=says):
        read_roster(tmp_path / "r.csv")


def test_a_column_that_no_file_has_is_refused(room):
    room.put("ada_01.ipynb")
    with pytest.raises(UserError, match='no file has the column "Matrikel"'):
        room.grade(columns={"student_id": "Matrikel"})


def test_columns_are_named_on_the_command_line():
    said = _columns("student_id=Matrikelnummer,name=Vor-, Nachname,grade=Week 5, ViT (12)")
    assert said == {
        "student_id": "Matrikelnummer", "name": "Vor-, Nachname", "grade": "Week 5, ViT (12)",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_that_is_filled_in_keeps_every_other_byte(tmp_path, encoding, end):
    text = end.join(['a;"b;";c', "", 'é;"x ""y""";', f'1;"two{end}lines";"3"', "=1+1;;@x"])
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    table = Table(path, "the table")
    assert table.filled({}) == path.read_bytes()
    assert [line.text(1) for line in table.lines] == ['x "y"', f"two{end}lines", ""]
    last = table.lines[-1].number
    filled = table.filled({(table.lines[0].number, 1): "7", (last, 1): "8"})
    expected = text.replace('"x ""y"""', '"7"').replace("=1+1;;", "=1+1;8;")
    assert filled == expected.encode(encoding)
