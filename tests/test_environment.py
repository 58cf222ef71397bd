"""environment.yml, pyproject.toml and constraints.txt agree."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from instructor.course import ROOT

CONDA_NAMES = {"torch": "pytorch", "playwright": "playwright-python"}


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def requirements() -> dict[str, Requirement]:
    """All requirements, extras included, by name."""
    extras = pyproject()["optional-dependencies"].values()
    texts = pyproject()["dependencies"] + [text for extra in extras for text in extra]
    parsed = [Requirement(text) for text in texts]
    return {item.name: item for item in parsed if item.name != "vitcourse"}


def disagreements(conda: list, constraints: str) -> list[str]:
    wanted = {CONDA_NAMES.get(r.name, r.name): str(r.specifier) for r in requirements().values()}
    listed = [re.match(r"([\w-]+)(.*)", text).groups() for text in conda if isinstance(text, str)]
    found = {name: floor for name, floor in listed if name not in ("python", "pip")}
    pins = dict(re.findall(r"^([\w.-]+)==(.+)$", constraints, re.M))
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    problems = [f"environment.yml: {row}" for row in sorted(found.items() ^ wanted.items())]
    for name, requirement in requirements().items():
        if name not in pins:
            problems.append(f"constraints.txt lacks {name}")
        elif Version(pins[name]) not in requirement.specifier:
            problems.append(f"constraints.txt: {name}=={pins[name]} is not {requirement.specifier}")
    return problems


def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]


def constraints():
    return (ROOT / "constraints.txt").read_text()


def test_the_three_files_agree():
    assert disagreements(conda(), constraints()) == []


@pytest.mark.parametrize("change", ["conda", "missing pin", "low pin"])
def test_disagreement_is_noticed(change):
    environment, pins = conda(), constraints()
    if change == "conda":
        environment.remove("einops>=0.8")
    elif change == "missing pin":
        pins = pins.replace("einops==", "other==")
    else:
        pins = re.sub(r"^einops==.*$", "einops==0.1", pins, flags=re.M)
    assert disagreements(environment, pins)


def test_requirements_have_floors_and_no_upper_pins():
    for requirement in requirements().values():
        assert [clause.operator for clause in requirement.specifier] == [">="]


def test_an_older_torch_may_stay():
    assert Version("2.4") in requirements()["torch"].specifier


def test_python_floor_is_the_same_everywhere():
    floor = pyproject()["requires-python"]
    assert f"python{floor}" in conda()


def test_helper_and_project_have_one_version():
    import vitcourse

    assert vitcourse.__version__ == pyproject()["version"]
