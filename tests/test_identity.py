"""Whose an upload is: by what the platform wrote, never by what a student chose."""

import random
import unicodedata

import pytest
from vitcourse_grading.identity import find_owner, read_label
from vitcourse_grading.roster import Student

ADA = Student("ada", "Ada", "Lovelace")
EVE = Student("eve", "Eve", "Adams")
JOSE = Student("4711", "José", "Núñez")
BOB = Student("4712", "Robert", "Müller")
SEVENTEEN = Student("17", "Maria Luisa", "Garcia Lopez")
ONE = Student("01", "Olaf", "Ötzi")
ROSTER = [ADA, EVE, JOSE, BOB, SEVENTEEN, ONE]


def owner(entry, is_folder=False, roster=ROSTER):
    return find_owner(entry, is_folder, roster).student


@pytest.mark.parametrize(
    "entry, is_folder, student",
    [
        ("Ada Lovelace_90_assignsubmission_file_", True, "ada"),
        ("Ada Lovelace_90_assignsubmission_file_eve_01.ipynb", False, "ada"),
        ("Lovelace Ada_90_assignsubmission_file_", True, "ada"),
        ("lovelaceada_90_12_eve_01_tensors.ipynb", False, "ada"),
        ("lovelaceada_LATE_90_12_tensors-2.ipynb", False, "ada"),
        ("Ada Lovelace - tensors.ipynb", False, "ada"),
        ("02_softmax - Ada Lovelace.ipynb", False, "ada"),
        ("ada", True, "ada"),
        ("ada_eve_01.ipynb", False, "ada"),
        ("ADA_01.ipynb", False, "ada"),
        ("ada.zip", False, "ada"),
        ("ada_01 (1).ipynb", False, "ada"),
        ("17", True, "17"),
        ("17_01_tensors (3).ipynb", False, "17"),
        ("01_02_softmax.ipynb", False, "01"),
        (unicodedata.normalize("NFD", "José Núñez_90_assignsubmission_file_"), True, "4711"),
        ("Jose Nunez_90_assignsubmission_file_", True, "4711"),
        ("Robert Mueller_90_assignsubmission_file_", True, "4712"),
        ("muellerrobert_90_12_x.ipynb", False, "4712"),
        ("Maria Garcia_90_assignsubmission_file_", True, "17"),
        ("garcialopezmaria_90_12_x.ipynb", False, "17"),
        ("Ada Augusta King Lovelace_90_assignsubmission_file_", True, "ada"),
        ("robert müller_4712_assignsubmission_file_", True, "4712"),
    ],
)
def test_a_form_of_a_platform_names_its_owner(entry, is_folder, student):
    assert owner(entry, is_folder) == student


@pytest.mark.parametrize(
    "entry, is_folder, candidates",
    [
        ("lovelaceada_4712_12_05.ipynb", False, ("4712", "ada")),  # another student's id
        ("Ada Lovelace_4712_assignsubmission_file_", True, ("4712", "ada")),
        ("Grace Hopper_4712_assignsubmission_file_", True, ("4712",)),
        ("Participant_4712_assignsubmission_file_", True, ()),  # blind: a number of Moodle's
        ("Ada Lovelace - Eve Adams.ipynb", False, ("ada", "eve")),
        ("eve_01 - Ada Lovelace.ipynb", False, ("ada", "eve")),
        ("01 - Ada Lovelace - Grace Hopper.ipynb", False, ()),
        ("Ada Lovelace - Grace Hopper.ipynb", False, ("ada",)),
        ("mallory", True, ()),
        ("mallory_ada_01.ipynb", False, ()),
        ("01_tensors.ipynb", False, ("01",)),  # a notebook's own name, though a student has this id
        ("01_tensors (2).ipynb", False, ("01",)),
        ("photo_of_ada.ipynb", False, ()),
    ],
)
def test_what_does_not_name_one_student_is_nobodys(entry, is_folder, candidates):
    found = find_owner(entry, is_folder, ROSTER)
    assert found.student == ""
    assert found.reason
    assert found.candidates == candidates


def test_two_students_who_both_fit_are_both_listed():
    roster = [Student("a1", "Ann", "Lee"), Student("a2", "Lee", "Ann"), Student("a", "X", "Y")]
    roster.append(Student("a_b", "Z", "W"))
    assert find_owner("Ann Lee_9_assignsubmission_file_", True, roster).candidates == ("a1", "a2")
    assert find_owner("a_b_01.ipynb", False, roster).candidates == ("a", "a_b")


def test_without_names_in_the_roster_a_platforms_number_may_be_the_id():
    roster = [Student("4711"), Student("4712")]
    assert owner("lovelaceada_4712_9_x.ipynb", roster=roster) == "4712"


@pytest.mark.parametrize(
    "entry, is_folder, student",
    [
        ("17", True, "17"),
        ("17_01_tensors (1).ipynb", False, "17"),
        ("ada_01.ipynb", False, "ada"),
        ("01_tensors (1).ipynb", False, ""),
        ("01", True, ""),
        ("Untitled.ipynb", False, ""),
        ("homework.ipynb", False, ""),
        ("x" * 300 + "_01.ipynb", False, ""),
        ("José Núñez_90_assignsubmission_file_", True, "Jose_Nunez_90"),
        ("lovelaceada_90_12_eve_01.ipynb", False, "lovelaceada_90"),
    ],
)
def test_without_a_roster_the_form_gives_an_id_or_none(entry, is_folder, student):
    assert owner(entry, is_folder, roster=[]) == student


def test_canvas_marks_and_attempts_are_read():
    label = read_label("lovelaceada_LATE_90_1234_my_work-3.ipynb")
    assert (label.late, label.attempt) == (True, (3, 1234))
    assert read_label("lovelaceada_90_1234_my_work.ipynb").late is False
    assert read_label("ada_my_work.ipynb").late is None


# --- a thousand uploads -----------------------------------------------------------------

FIRST = ["Ada", "Ann", "Anna", "Annabel", "José", "Jürgen", "Lee", "Maria", "Maria-Luisa", "Zoë"]
LAST = ["Garcia", "García", "Lee", "Leeann", "Müller", "Mueller", "Núñez", "O'Brien", "Ann", "Öz"]


def a_roster(dice: random.Random) -> list[Student]:
    """Names that resemble each other, ids that look like anything."""
    ids = ["01", "1", "5", "05", "17", "4711", "4712", "ada", "ada_l", "s001", "s0011", "a.b@c.org"]
    ids += [str(dice.randrange(100_000)) for _ in range(8)]
    students = []
    for name in dict.fromkeys(ids):
        first = " ".join(dice.sample(FIRST, dice.choice([1, 1, 2])))
        last = " ".join(dice.sample(LAST, dice.choice([1, 1, 2])))
        students.append(Student(name, first, last))
    return students


def an_entry(dice: random.Random, true: Student, roster: list[Student]) -> tuple[str, bool]:
    """An upload as a platform names it, with a file name that wants to be somebody else's."""
    victim = dice.choice(roster)
    number = dice.choice([str(dice.randrange(10**6)), victim.id, str(dice.randrange(100))])
    number = number if number.isdigit() else "77"
    full = f"{victim.first_name} {victim.last_name}"
    chosen = dice.choice(
        [
            f"{victim.id}_01_tensors", f"{full}_12_assignsubmission_file_x", "01_tensors (1)",
            f"x - {full}", f"{full} - x", f"{victim.id}", f"{number}_{number}_x", "05",
            f"{victim.last_name}{victim.first_name}_{number}_9_x".lower(),
        ]
    )  # fmt: skip
    suffix = dice.choice([".ipynb", ".zip"])
    name = f"{true.first_name} {true.last_name}"
    if dice.random() < 0.3:
        name = f"{true.last_name} {true.first_name}"
    letters = "".join(c for c in f"{true.last_name}{true.first_name}".lower() if c.isalnum())
    forms = [
        (f"{name}_{number}_assignsubmission_file_", True),
        (f"{name}_{number}_assignsubmission_file_{chosen}{suffix}", False),
        (f"{letters}_{number}_{dice.randrange(10**6)}_{chosen}{suffix}", False),
        (f"{letters}_LATE_{number}_{dice.randrange(10**6)}_{chosen}-2{suffix}", False),
        (f"{name} - {chosen}{suffix}", False),
        (f"{chosen} - {name}{suffix}", False),
        (true.id, True),
        (f"{true.id}_{chosen}{suffix}", False),
        (f"{true.id}{suffix}", False),
    ]
    entry, is_folder = dice.choice(forms)
    entry = dice.choice([entry, entry.upper() if "." not in entry else entry])
    return unicodedata.normalize(dice.choice(["NFC", "NFD"]), entry), is_folder


def test_of_a_thousand_uploads_with_hostile_names_none_is_misassigned():
    dice, right = random.Random(14), 0
    for _ in range(50):
        roster = a_roster(dice)
        for _ in range(20):
            true = dice.choice(roster)
            entry, is_folder = an_entry(dice, true, roster)
            found = find_owner(entry, is_folder, roster)
            assert found.student in ("", true.id), (entry, true, found)
            assert found.student or found.reason
            right += bool(found.student)
    assert right > 500  # the others look like two students, and are listed


def test_strangers_get_nothing_of_anybody():
    dice = random.Random(15)
    stranger = Student("mallory", "Mallory", "Zwist")
    for _ in range(300):
        roster = a_roster(dice)
        entry, is_folder = an_entry(dice, stranger, roster)
        assert owner(entry, is_folder, roster) == "", entry
