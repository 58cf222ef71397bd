"""pyproject.toml, constraints.txt and the two conda environments agree, on every computer."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from vitcourse_authoring.course import ROOT

CONDA_NAMES = {"torch": "pytorch", "playwright": "playwright-python"}
CONDA = {"environment.yml": ("student",), "environment-developer.yml": None}  # None: all extras

# What markers look at. An Intel Mac is missing: PyTorch has made no build for it since 2.2.
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
MACHINES = {"linux": "x86_64", "macos": "arm64", "windows": "AMD64"}
PYTHONS = ("3.11", "3.12", "3.13")


def computers() -> dict[str, dict[str, str]]:
    """Marker environments of all computers on which the course is to be installed."""
    return {
        f"{system}, Python {python}": {
            **names,
            "platform_machine": MACHINES[system],
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "python_version": python,
            "python_full_version": f"{python}.4",
            "implementation_version": f"{python}.4",
            "extra": "",
        }
        for system, names in SYSTEMS.items()
        for python in PYTHONS
    }


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(extras: tuple[str, ...] | None = None) -> dict[str, Requirement]:
    """Requirements by name: the helper's own and those of some extras, or of all."""
    optional = pyproject()["optional-dependencies"]
    texts = list(pyproject()["dependencies"])
    for extra in optional if extras is None else extras:
        texts += optional[extra]
    parsed = [Requirement(text) for text in texts]
    return {item.name: item for item in parsed if item.name != "vitcourse"}


def pins(constraints: str) -> list[Requirement]:
    lines = [line.strip() for line in constraints.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def same_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def conda_problems(name: str, dependencies: list) -> list[str]:
    wanted = {
        CONDA_NAMES.get(item.name, item.name): str(item.specifier)
        for item in requirements(CONDA[name]).values()
    }
    texts = [text for text in dependencies if isinstance(text, str)]
    [by_pip] = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    texts += [text for text in by_pip if not text.startswith("--")]  # what conda-forge lacks
    listed = [re.match(r"([\w-]+)(.*)", text).groups() for text in texts]
    found = {package: floor for package, floor in listed if package not in ("python", "pip")}
    return [f"{name}: {row}" for row in sorted(found.items() ^ wanted.items())]


def pin_problems(constraints: str) -> list[str]:
    """What is wrong with constraints.txt, for each computer."""
    problems, every = [], pins(constraints)
    for pin in every:
        exact = [clause.operator for clause in pin.specifier] == ["=="]
        if not exact or pin.url or "+" in str(pin.specifier) or "*" in str(pin.specifier):
            problems.append(f"{pin} is not one exact public version")
    if problems:
        return problems
    for computer, environment in computers().items():
        active: dict[str, list[str]] = {}
        for pin in every:
            if pin.marker is None or pin.marker.evaluate(environment):
                active.setdefault(same_name(pin.name), []).append(str(pin.specifier).strip("="))
        for name, versions in active.items():
            if len(versions) > 1:
                problems.append(f"{computer}: {name} is pinned to {' and '.join(versions)}")
        for name, item in requirements().items():
            for version in active.get(same_name(name), [None]):
                if version is None:
                    problems.append(f"{computer}: {name} has no pin")
                elif Version(version) not in item.specifier:
                    problems.append(f"{computer}: {name}=={version} is not {item.specifier}")
    return problems


def conda(name: str) -> list:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))["dependencies"]


def constraints() -> str:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CONDA)
def test_conda_environment_asks_for_the_same(name):
    assert conda_problems(name, conda(name)) == []


@pytest.mark.parametrize("name", CONDA)
@pytest.mark.parametrize("change", ["missing", "other floor", "too much"])
def test_a_different_conda_environment_is_noticed(name, change):
    dependencies = conda(name)
    if change == "too much":
        dependencies.append("pandas>=2")
    else:
        dependencies.remove("einops>=0.8")
    if change == "other floor":
        dependencies.append("einops>=0.7")
    assert conda_problems(name, dependencies)


def test_every_computer_gets_exact_versions_that_pyproject_allows():
    assert pin_problems(constraints()) == []


@pytest.mark.parametrize(
    "line, problem",
    [
        ("other==0.8.2", "linux, Python 3.11: einops has no pin"),
        ("einops==0.8.2 ; sys_platform != 'win32'", "windows, Python 3.13: einops has no pin"),
        ("einops==0.8.2 ; python_full_version < '3.12'", "macos, Python 3.12: einops has no pin"),
        ("einops==0.1", "linux, Python 3.12: einops==0.1 is not >=0.8"),
        ("einops==0.8.2\neinops==0.8.1", "macos, Python 3.11: einops is pinned to 0.8.2 and 0.8.1"),
        ("einops>=0.8.2", "einops>=0.8.2 is not one exact public version"),
        ("einops==0.8.2+cpu", "einops==0.8.2+cpu is not one exact public version"),
    ],
)
def test_a_wrong_pin_is_noticed(line, problem):
    changed, count = re.subn(r"^einops==.*$", line, constraints(), flags=re.M)
    assert count == 1
    assert problem in pin_problems(changed)


def test_constraints_name_no_package_server_and_no_folder():
    assert not re.search(r"https?:|file:|--(extra-)?index|--find|/\w+/", constraints())


def test_requirements_have_floors_and_no_upper_pins():
    for requirement in requirements().values():
        assert [clause.operator for clause in requirement.specifier] == [">="]


def test_an_older_torch_may_stay():
    assert Version("2.4") in requirements()["torch"].specifier


@pytest.mark.parametrize("name", CONDA)
def test_python_floor_is_the_same_everywhere(name):
    floor = pyproject()["requires-python"]
    assert f"python{floor}" in conda(name)
    assert floor == f">={PYTHONS[0]}"


def test_the_build_needs_the_setuptools_that_developers_get():
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [build] = [Requirement(text) for text in whole["build-system"]["requires"]]
    assert build == requirements()["setuptools"]


def test_helper_and_project_have_one_version():
    import vitcourse

    assert vitcourse.__version__ == pyproject()["version"]
