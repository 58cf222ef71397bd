"""What others need to use the course: licenses, citation, changelog, forms; one version in all."""

import re
import subprocess
from datetime import date

import nbformat
import pytest
import yaml
from packaging.licenses import canonicalize_license_expression
from packaging.version import Version
from vitcourse_authoring.bundle import contents
from vitcourse_authoring.course import ROOT, notebook_names, project
from vitcourse_authoring.preprocessors import BADGE_ID, SETUP_ID

NAMES = notebook_names()
HELPER = "course/vitcourse/__init__.py"
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", re.M)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def notebook_path(name: str) -> str:
    return f"course/{name}/{name}.ipynb"


# ---- one version ----


def version_problems(texts: dict[str, str]) -> list[str]:
    """Compare all places that name the version with pyproject.toml's."""
    version, address = project()["version"], project()["urls"]["Student"]
    repository = address.removeprefix("https://github.com/")
    citation = yaml.safe_load(texts["CITATION.cff"])
    releases = RELEASE.findall(texts["CHANGELOG.md"])
    helper = re.search(r'^__version__ = "(.*)"$', texts[HELPER], re.M)
    found = {
        HELPER: helper and helper[1],
        "CITATION.cff": str(citation["version"]),
        "CHANGELOG.md": releases[0][0] if releases else None,
    }
    problems = [f"{path}: {other}" for path, other in found.items() if other != version]
    if not releases or str(citation["date-released"]) != releases[0][1]:
        problems.append("CITATION.cff and CHANGELOG.md: other dates")
    for name in NAMES:
        path = notebook_path(name)
        cells = nbformat.reads(texts[path], as_version=4).cells
        sources = {cell.id: cell.source for cell in cells}
        if f"/github/{repository}/blob/v{version}/{path})" not in sources[BADGE_ID]:
            problems.append(f"{path}: badge")
        if f"git+{address}@v{version}" not in sources[SETUP_ID]:
            problems.append(f"{path}: set-up cell")
    return problems


def versioned() -> dict[str, str]:
    paths = [HELPER, "CITATION.cff", "CHANGELOG.md", *map(notebook_path, NAMES)]
    return {path: read(path) for path in paths}


def test_all_places_name_one_version():
    assert version_problems(versioned()) == []


@pytest.mark.parametrize(
    "path, old, new, problem",
    [
        (HELPER, '"{}"', '"9.9.9"', f"{HELPER}: 9.9.9"),
        ("CITATION.cff", "version: {}", "version: 9.9.9", "CITATION.cff: 9.9.9"),
        ("CITATION.cff", "date-released: ", "date-released: 1999-01-01 #", "other dates"),
        ("CHANGELOG.md", "## [{}]", "## [9.9.9]", "CHANGELOG.md: 9.9.9"),
        (notebook_path(NAMES[-1]), "/blob/v{}/", "/blob/v9.9.9/", "badge"),
        (notebook_path(NAMES[-1]), "@v{}", "@v9.9.9", "set-up cell"),
    ],
)
def test_another_version_is_noticed(path, old, new, problem):
    texts = versioned()
    old = old.format(project()["version"])
    assert old in texts[path]
    texts[path] = texts[path].replace(old, new)
    assert any(problem in found for found in version_problems(texts))


def changelog_problems(text: str) -> list[str]:
    sections = re.findall(r"^## (.*)$", text, re.M)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    problems = [f"kind {k}" for k in re.findall(r"^### (.*)$", text, re.M) if k not in kinds]
    if not sections or sections[0] != "[Unreleased]":
        problems.append("the first section is not [Unreleased]")
    versions = [Version(number) for number, _ in RELEASE.findall(text)]
    if len(versions) != len(sections) - 1:
        problems.append("a section is not '[version] - date'")
    if versions != sorted(set(versions), reverse=True):
        problems.append("versions are not in order")
    return problems


def test_changelog_keeps_its_form():
    assert changelog_problems(read("CHANGELOG.md")) == []


@pytest.mark.parametrize(
    "old, new",
    [
        ("## [Unreleased]", "## [0.0.1] - 2026-01-01"),
        ("### Added", "### News"),
        ("## [0.1.0] - ", "## [0.1.0], "),
    ],
)
def test_another_form_of_changelog_is_noticed(old, new):
    text = read("CHANGELOG.md")
    assert old in text
    assert changelog_problems(text.replace(old, new, 1))


# ---- licenses and citation ----


def license_problems(table: dict, files: dict[str, bytes]) -> list[str]:
    """Compare pyproject's statement with the files of the student repository."""
    problems = []
    if canonicalize_license_expression(table["license"]) != "MIT AND CC-BY-4.0":
        problems.append("license")
    if any(text.startswith("License ::") for text in table["classifiers"]):
        problems.append("a classifier states the license a second time")
    named = set(table["license-files"])
    problems += [f"{path} is not named" for path in {"LICENSE", "LICENSE-TEXT"} - named]
    problems += [f"{path} is not in the bundle" for path in sorted(named - set(files))]
    return problems


def test_license_files_are_named_and_bundled():
    assert license_problems(project(), contents()) == []
    for path in project()["license-files"]:
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("change", ["license", "classifier", "not named", "not bundled"])
def test_a_missing_license_is_noticed(change):
    table, files = project(), contents()
    if change == "license":
        table["license"] = "MIT"
    elif change == "classifier":
        table["classifiers"].append("License :: OSI Approved :: MIT License")
    elif change == "not named":
        table["license-files"].remove("LICENSE-TEXT")
    else:
        del files["LICENSE"]
    assert len(license_problems(table, files)) == 1


def test_license_texts_are_complete():
    code, text = read("LICENSE"), read("LICENSE-TEXT")
    holder = "the authors of From Pixels to Patches"
    assert code.startswith(f"MIT License\n\nCopyright (c) 2026 {holder}\n")
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in code
    assert text.startswith("Creative Commons Attribution 4.0 International")
    sections = re.findall(r"^Section (\d) – ", text, re.M)
    assert sections == list("12345678")


def test_readme_names_licenses_and_citation():
    for readme in ("README.md", "course/README.md"):
        for path in ("LICENSE", "LICENSE-TEXT", "CITATION.cff", "SECURITY.md"):
            assert f"({path})" in read(readme), readme


@pytest.mark.parametrize("readme", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_between_pages_lead_somewhere(readme):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", read(readme)):
        assert (ROOT / target).exists(), target


def citation_problems(citation: dict) -> list[str]:
    """What the Citation File Format 1.2.0 asks for, as far as this course uses it."""
    known = "cff-version message title type authors version date-released license abstract keywords"
    problems = [f"unknown key {key}" for key in citation if key not in known.split()]
    for key in ("cff-version", "message", "title", "authors"):
        if not citation.get(key):
            problems.append(f"{key} is missing")
    if citation.get("cff-version") != "1.2.0":
        problems.append("cff-version is not 1.2.0")
    if citation.get("type", "software") not in ("software", "dataset"):
        problems.append("type")
    for author in citation.get("authors") or []:
        if not {"name", "family-names", "given-names"} & set(author):
            problems.append("an author has no name")
    for key in ("message", "title", "version", "abstract", "date-released"):
        if not isinstance(citation.get(key), str):
            problems.append(f"{key} is not a text")
    try:
        date.fromisoformat(citation["date-released"])
    except (KeyError, TypeError, ValueError):
        problems.append("date-released is not a date")
    return problems


def test_citation_file_is_valid():
    assert citation_problems(yaml.safe_load(read("CITATION.cff"))) == []


@pytest.mark.parametrize(
    "key, value",
    [
        ("message", None),
        ("authors", []),
        ("authors", [{"email": "a@example.org"}]),
        ("cff-version", 1.2),
        ("version", 0.1),
        ("date-released", "soon"),
        ("licence", "MIT"),
    ],
)
def test_an_invalid_citation_file_is_noticed(key, value):
    assert citation_problems({**yaml.safe_load(read("CITATION.cff")), key: value})


# ---- forms and workflows ----


def yaml_files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--"]
    patterns = ["*.yml", "*.yaml", "*.cff"]
    run = subprocess.run([*command, *patterns], cwd=ROOT, capture_output=True, text=True)
    return [path for path in run.stdout.splitlines() if (ROOT / path).exists()]


def test_yaml_files_can_be_read():
    assert {"CITATION.cff", "environment.yml", ".pre-commit-config.yaml"} < set(yaml_files())
    for path in yaml_files():
        assert isinstance(yaml.safe_load(read(path)), dict), path


FORMS = [path for path in yaml_files() if re.search(r"ISSUE_TEMPLATE/\d", path)]


def form_problems(form: dict) -> list[str]:
    problems = [f"no {key}" for key in ("name", "description", "body") if not form.get(key)]
    elements = [element for element in form["body"] if element["type"] != "markdown"]
    ids = [element.get("id") for element in elements]
    if None in ids or len(set(ids)) < len(ids):
        problems.append("every question needs an id of its own")
    for element in form["body"]:
        kind, attributes = element["type"], element.get("attributes", {})
        needed = {"markdown": {"value"}, "dropdown": {"label", "options"}}.get(kind, {"label"})
        if kind not in {"markdown", "dropdown", "input", "textarea", "checkboxes"}:
            problems.append(f"unknown type {kind}")
        if not needed <= set(attributes):
            problems.append(f"{element.get('id')} lacks {needed - set(attributes)}")
    return problems


def test_there_are_four_forms():
    assert len(FORMS) == 4


@pytest.mark.parametrize("path", FORMS)
def test_issue_form_is_valid(path):
    assert form_problems(yaml.safe_load(read(path))) == []


@pytest.mark.parametrize(
    "old, new",
    [
        ("description: A right", "about: A right"),
        ("id: kind", "id: exercise"),
        ("type: dropdown", "type: menu"),
        ("options:", "choices:"),
    ],
)
def test_an_invalid_issue_form_is_noticed(old, new):
    [path] = [path for path in FORMS if path.endswith("2-check.yml")]
    assert old in read(path)
    assert form_problems(yaml.safe_load(read(path).replace(old, new)))


def test_the_notebook_form_lists_every_notebook():
    [path] = [path for path in FORMS if path.endswith("1-notebook.yml")]
    options = yaml.safe_load(read(path))["body"][0]["attributes"]["options"]
    assert options[:-1] == NAMES


def workflow() -> dict:
    return yaml.safe_load(read(".github/workflows/test.yml"))


def test_a_workflow_can_only_read_and_runs_once_per_commit():
    assert workflow()["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow()["jobs"].values())
    assert workflow()["concurrency"]["cancel-in-progress"] is True
    events = workflow()[True]  # YAML 1.1 reads "on" as true
    assert events["push"] == {"branches": ["main"]}
    assert "pull_request" in events


def test_the_workflow_tests_the_oldest_and_the_newest_python_of_pyproject():
    prefix = "Programming Language :: Python :: 3."
    minors = [int(t.removeprefix(prefix)) for t in project()["classifiers"] if t.startswith(prefix)]
    matrix = workflow()["jobs"]["student"]["strategy"]["matrix"]
    assert matrix["python"] == [f"3.{min(minors)}", f"3.{max(minors)}"]


def test_the_workflow_tests_files_that_exist():
    commands = [step.get("run", "") for step in workflow()["jobs"]["student"]["steps"]]
    paths = re.findall(r"tests/\w+\.py", " ".join(commands))
    assert len(paths) >= 3
    for path in paths:
        assert (ROOT / path).is_file(), path
