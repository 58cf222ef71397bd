"""Whose an upload is, by what the learning platform wrote and by nothing else.

A platform writes the name of the outermost folder or file. What a student chose stands behind
that or inside it, and is never looked at. The forms:

    Lovelace Ada_4711_assignsubmission_file_/...              Moodle, in folders
    Lovelace Ada_4711_assignsubmission_file_tensors.ipynb     Moodle, flat
    lovelaceada_LATE_4711_90210_tensors-1.ipynb               Canvas; -1: second attempt
    Ada Lovelace - tensors.ipynb, tensors - Ada Lovelace.ipynb   Google Classroom, Google Forms
    ada/01_tensors/01_tensors.ipynb                           nbgrader
    ada_tensors.ipynb, ada/..., ada.zip                       the id at the top level

Where name and number disagree or several students fit, the upload belongs to nobody until a
person decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from vitcourse_authoring.course import notebook_names

from .roster import SAFE_ID, Student


@dataclass(frozen=True)
class Owner:
    """The student's id, or ``""`` with the reason and who it might be."""

    student: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Label:
    """What stands in the name of an entry.

    ``names`` are full names as the platform writes them, ``number`` its own number of the person,
    ``late`` its mark (None where it makes none), ``attempt`` what orders uploads of one person.
    """

    platform: str
    names: tuple[str, ...] = ()
    number: str = ""
    late: bool | None = None
    attempt: tuple[int, int] = (0, 0)


_MOODLE = re.compile(
    r"(?P<name>(?:(?! - )[^_])+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_"
)
_CANVAS = re.compile(
    r"(?=[^_]*[^\W\d_])(?P<name>[^\W_]+)(?P<late>_LATE)?_(?P<number>\d+)_(?P<file>\d+)_(?P<rest>.+)"
)
_COPY = re.compile(r"(?: ?\(\d+\)| - Copy| copy)+$")  # what browsers and systems add
_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_BLIND = {"participant", "anonymous", "anon"}


def _stem(entry: str) -> str:
    """The name without its extension and without what a browser adds to a second download."""
    path = PurePosixPath(entry)
    stem = path.stem if path.suffix.lower() in (".ipynb", ".zip") else entry
    return unicodedata.normalize("NFC", _COPY.sub("", stem).strip())


def read_label(entry: str) -> Label:
    """What the platform wrote into the name of an entry."""
    stem = _stem(entry)
    moodle = _MOODLE.match(unicodedata.normalize("NFC", entry))
    if moodle:
        return Label("Moodle", (moodle["name"],), moodle["number"])
    canvas = _CANVAS.fullmatch(stem)
    if canvas:
        attempt = re.search(r"-(\d{1,3})$", canvas["rest"])
        order = (int(attempt[1]) if attempt else 0, int(canvas["file"]))
        return Label("Canvas", (canvas["name"],), canvas["number"], bool(canvas["late"]), order)
    parts = [part.strip() for part in stem.split(" - ")]
    has_id = "_" in parts[0] and not _begins_a_notebook(parts[0])  # or looks as if
    if len(parts) > 1 and all(parts) and not has_id:
        return Label("Google", (_COPY.sub("", parts[0]), parts[-1]))
    return Label("")


# --- with a roster ----------------------------------------------------------------------


def find_owner(entry: str, is_folder: bool, roster: list[Student]) -> Owner:
    """Return whose an entry is; without a roster, the id that its name gives."""
    label = read_label(entry)
    if not roster:
        return _without_roster(entry, is_folder, label)
    stem = _stem(entry)
    ids, doubtful = _leading(stem, is_folder, roster)
    if label.platform == "Moodle":
        ids, doubtful = set(), set()  # in front stands a name, whoever has such an id
    ids |= {s for s in roster for name in label.names if _same(s.id, name) and not _is_number(name)}
    named = {student for name in label.names for student in _fitting(name, label, roster)}
    if is_folder and not label.platform:
        named |= set(_fitting(stem, label, roster))
    last = stem.rpartition(" - ")[2] if " - " in stem and not is_folder else ""
    doubtful |= set(_fitting(last, Label("Google"), roster))  # Forms would write it there
    blind = any(_words(name)[:1] and _words(name)[0] in _BLIND for name in label.names)
    numbered = {s for s in roster if label.number and s.id == label.number and not blind}
    fit = ids | named | numbered | doubtful
    listed = tuple(sorted(student.id for student in fit))
    if not fit:
        return Owner("", "nobody on the roster fits its name")
    if len(fit) > 1:
        if len(ids | named) == 1:
            reason = "name and number are those of different students"
        else:
            reason = "several students fit its name"
        return Owner("", reason, listed)
    [student] = fit
    if student in doubtful and student not in ids | named:
        return Owner("", "only a part of its name fits that a student may have chosen", listed)
    if not ids | named and (student.first_name or student.last_name):
        return Owner("", "its number is that of a student with another name", listed)
    others = label.names if label.platform == "Google" else ()
    stranger = _stranger((*others, last), student)
    if stranger:
        return Owner("", f'it also bears the name "{stranger}"', listed)
    return Owner(student.id)


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _leading(stem: str, is_folder: bool, roster: list[Student]) -> tuple[set, set]:
    """Students whose id is the name, or stands in front of a ``_``; and those of whom it may be.

    The latter: an id such as 01 may also be the number of a notebook.
    """
    name = _plain(stem)
    sure: set[Student] = set()
    doubtful: set[Student] = set()
    for student in roster:
        own = _plain(student.id)
        if name == own or name.startswith(f"{own}_"):
            rest = name[len(own) + 1 :]
            clear = is_folder or not _is_number(own) or _begins_a_notebook(rest)
            (sure if clear else doubtful).add(student)
    return sure, doubtful


def _is_number(text: str) -> bool:
    return any(text == name[:2] for name in notebook_names())


def _begins_a_notebook(text: str) -> bool:
    return any(re.match(rf"{name[:2]}(?![0-9])", text) for name in notebook_names())


def _stranger(names: tuple[str, ...], owner: Student) -> str:
    """A second name, of somebody who is not on the roster.

    Google Classroom writes the name in front, Google Forms at the end; the rest is the student's.
    """
    ours = {"tensors", "softmax", "regression", "feedforward", "cnn", "vit", "scratch", "tuning"}
    ours |= {word for name in notebook_names() for word in name.split("_")}
    ours |= {"assignment", "copy", "exercise", "final", "homework", "lab", "notebook", "part"}
    ours |= {"solution", "submission", "untitled", "week", "sheet", "version", "draft", "new"}
    for name in names:
        words = name.split()
        is_name = 2 <= len(words) <= 4 and all(_NAME.fullmatch(w) and w[0].isupper() for w in words)
        mine = _fitting(name, Label("Google"), [owner]) or _same(name, owner.id)
        if is_name and not mine and not {word.casefold() for word in words} & ours:
            return name
    return ""


# --- names ------------------------------------------------------------------------------

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


def _rough(text: str) -> str:
    """Letters without accents, in one spelling for what is transliterated in several."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"(?<=[aou])e", "", text.replace("aa", "a"))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _plain(text))


def _fitting(name: str, label: Label, roster: Iterable[Student]) -> list[Student]:
    """Students whom a full name fits, by the strictest of three measures that fits anybody."""
    if "_" in name:
        return []  # no platform writes a name so
    measures = _JOINED if label.platform == "Canvas" else _SPACED
    people = [student for student in roster if student.first_name and student.last_name]
    for fits in measures:
        found = [student for student in people if fits(name, student)]
        if found:
            return found
    return []


def _equal_words(name: str, student: Student) -> bool:
    own = _words(f"{student.first_name} {student.last_name}")
    return sorted(_words(name)) == sorted(own)


def _equal_rough_words(name: str, student: Student) -> bool:
    own = _words(f"{student.first_name} {student.last_name}")
    return sorted(map(_rough, _words(name))) == sorted(map(_rough, own))


def _further_names(name: str, student: Student) -> bool:
    """One side has further names; first and last name stand on both."""
    written = set(map(_rough, _words(name)))
    first, last = (set(map(_rough, _words(n))) for n in (student.first_name, student.last_name))
    if first | last <= written:
        return bool(first and last)
    return bool(written <= first | last and written & first and written & last)


def _equal_letters(name: str, student: Student) -> bool:
    first, last = ("".join(_words(n)) for n in (student.first_name, student.last_name))
    return "".join(_words(name)) in (last + first, first + last)


def _equal_rough_letters(name: str, student: Student) -> bool:
    first, last = ("".join(_words(n)) for n in (student.first_name, student.last_name))
    return _rough("".join(_words(name))) in (_rough(last + first), _rough(first + last))


def _further_letters(name: str, student: Student) -> bool:
    """The roster has further names. (Where the platform has, the letters do not show it.)"""
    first, last = _words(student.first_name), _words(student.last_name)
    spellings = {
        _rough("".join((*some, *others)))
        for some in _choices(last)
        for others in _choices(first)
    }  # fmt: skip
    return _rough("".join(_words(name))) in spellings


def _choices(words: list[str]) -> list[tuple[str, ...]]:
    words = words[:5]
    return [some for size in range(1, len(words) + 1) for some in combinations(words, size)]


_SPACED = (_equal_words, _equal_rough_words, _further_names)
_JOINED = (_equal_letters, _equal_rough_letters, _further_letters)


# --- without a roster -------------------------------------------------------------------


def _without_roster(entry: str, is_folder: bool, label: Label) -> Owner:
    """The id that a name gives by itself; never one made of a notebook's own name."""
    stem = _stem(entry)
    if label.platform in ("Moodle", "Canvas"):
        name = f"{'_'.join(_latin(label.names[0]))}_{label.number}"
    elif is_folder:
        name = entry.removesuffix(".zip")
    elif "_" in stem:
        name = stem.split("_")[0]
    else:
        name = stem if entry.lower().endswith(".zip") else ""
    if _is_number(name) or name.casefold() in ("untitled", "copy", "copy of"):
        name = ""
    if not SAFE_ID.fullmatch(name):
        return Owner("", "its name gives no student id; a roster helps, or <id>_<anything>.ipynb")
    return Owner(unicodedata.normalize("NFC", name))


def _latin(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore")
    return re.findall(r"[A-Za-z0-9]+", text.decode())
