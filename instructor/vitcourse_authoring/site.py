"""The website: its pages, made from site/ and the notebooks, and the build by Sphinx.

A page of a notebook is the student's version. A cell shows the output that the cell of the solution
notebook with the very same source has; so neither solutions nor hidden tests can enter a page.
"""

import base64
import io
import logging
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4
from PIL import Image

from .bench import published_block
from .course import (
    ROOT,
    UserError,
    notebook_names,
    notebook_title,
    project,
    solution_path,
    student_path,
)
from .notebooks import SOLUTION_ONLY, digest, grade_id, is_answer, notebook_bytes, read_markdown
from .page import cards, lengths
from .preprocessors import ADDED_IDS, BADGE_ID, HIDE_INPUT

SITE = ROOT / "site"
BUILD = ROOT / "build" / "site"
log = logging.getLogger(__name__)
WIDGET = "application/vnd.jupyter.widget-view+json"
NO_KERNEL = (
    '<p class="needs-kernel">Here the notebook has controls, which need a running kernel: '
    "open it in Colab or on your own computer.</p>"
)
# Pages that are files of the repository, and where links to them lead.
REPOSITORY_PAGES = {
    "CONTRIBUTING.md": "maintainers/contributing.md",
    "CHANGELOG.md": "maintainers/changelog.md",
    "SECURITY.md": "maintainers/security.md",
}
LICENSE_PAGES = ("LICENSE", "LICENSE-TEXT", "CITATION.cff")


def settings(site: Path = SITE) -> dict:
    """Return site/settings.toml."""
    return tomllib.loads((site / "settings.toml").read_text(encoding="utf-8"))


# ---- pages of notebooks ----


@dataclass
class Glossary:
    """Terms of all notebooks: casefolded term -> its spelling and what each notebook says."""

    spelling: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # meaning -> notebooks

    def add(self, notebook: str, term: str, meaning: str) -> None:
        key = term.casefold()
        self.spelling.setdefault(key, term)
        self.meanings.setdefault(key, {}).setdefault(meaning, []).append(notebook)

    def known(self, words: str) -> str | None:
        """The term that some words are, in the singular or with a plural's s."""
        for key in (words.casefold(), words.casefold().removesuffix("s")):
            if key in self.spelling:
                return self.spelling[key]
        return None


_GLOSSARY = re.compile(r"^\*\*Glossary\.\*\* (.+)$", re.M)
_NEXT_TERM = re.compile(r" · |\. (?:From \*Going further\*: )?(?=\*[^*]+\*[^:]*: )")
_EMPHASIZED = re.compile(r"(?<![*\w])(\*{1,2})([^*\n`$]+)\1(?![*\w])")
_HEADING = re.compile(r"^# .+$", re.M)
_DATA_IMAGE = re.compile(r'<img([^>]*) src="data:image/(\w+);base64,([^"]+)"')
_NOTEBOOK_LINK = re.compile(r"\]\(\.\./(\d\d_\w+)/\1\.ipynb")
_CARD = re.compile(r"^### \w+ (\d[\d.]*)[^:\n]*: ", re.M)


def glossary_entries(text: str, whole: str = "") -> list[tuple[str, str]]:
    """Return (term, meaning) of a text's glossary line.

    The line is ``*term*: meaning · *one*, *other* (which): meaning``, with a full stop or a dot
    between items. Terms that share a meaning get it with all of them in front.

    Args:
        text: what holds the line.
        whole: where words are looked up to know whether a capital only begins a sentence.

    Raises:
        UserError: the line has another form.
    """

    def spelled(term: str) -> str:
        small = term[0].lower() + term[1:]
        return small if small in whole else term

    line = _GLOSSARY.search(text)
    entries = []
    for item in _NEXT_TERM.split(line[1]) if line else []:
        head, _, meaning = item.partition(": ")
        groups = re.findall(r"\*([^*]+)\*", head)
        if not groups or not meaning:
            raise UserError(f'"{item[:60]}" in a glossary line is not "*term*: meaning".')
        terms = [spelled(term) for group in groups for term in re.split(", | / ", group)]
        meaning = meaning.strip().rstrip(".")
        label = terms[0] + head.replace("*", "")[len(terms[0]) :]
        if terms != [label]:
            meaning = f"*{label}*: {meaning}"
        entries += [(term, meaning) for term in terms]
    return entries


def read_glossary(notebooks: dict[str, NotebookNode]) -> Glossary:
    glossary = Glossary()
    for name, notebook in notebooks.items():
        texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        for text in texts:
            for term, meaning in glossary_entries(text, whole=" ".join(texts)):
                glossary.add(name, term, meaning)
    return glossary


def join_outputs(student: NotebookNode, solution: NotebookNode) -> None:
    """Give each cell of a student notebook the output of the solution cell with equal source."""
    outputs: defaultdict[str, deque] = defaultdict(deque)
    for cell in solution.cells:
        if cell.cell_type == "code":
            outputs[cell.source].append(cell.outputs)
    for cell in student.cells:
        if cell.cell_type == "code" and outputs[cell.source]:
            cell.outputs = outputs[cell.source].popleft()


def _save_figures(html: str, files: Path) -> str:
    """Move images out of the page, so that it is small and they are loaded when they are near.

    Each one links to itself: on a phone, it opens in its full size.
    """

    def save(found: re.Match) -> str:
        said, kind, text = found.groups()
        data = base64.b64decode(text)
        path = files / "figures" / f"{digest(text)[:16]}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        width, height = Image.open(io.BytesIO(data)).size
        address = f"../figures/{path.name}"
        size = f'width="{width}" height="{height}" loading="lazy" decoding="async"'
        return f'<a href="{address}"><img{said} src="{address}" {size}></a>'

    return re.sub(f"{_DATA_IMAGE.pattern}[^>]*>", save, html)


def _show_output(output: NotebookNode, files: Path) -> NotebookNode:
    data = output.get("data", {})
    if data.pop(WIDGET, None) is not None and "text/html" not in data:
        data["text/html"] = NO_KERNEL
    if "text/html" in data:
        data["text/html"] = _save_figures(data["text/html"], files)
    return output


def _link_terms(text: str, glossary: Glossary, linked: set[str]) -> str:
    """Link each term of the glossary where it is first emphasized, at the latest in its line."""

    def link(found: re.Match) -> str:
        stars, words = found.groups()
        term = glossary.known(words)
        if term is None or term in linked:
            return found[0]
        linked.add(term)
        return f"{stars}{{term}}`{words} <{term}>`{stars}"

    # code, formulas, links and headings stay as they are
    parts = re.split(
        r"(```.*?```|`[^`\n]*`|\$\$.*?\$\$|\[[^\]]*\]|^#[^\n]*$)", text, flags=re.S | re.M
    )
    return "".join(part if i % 2 else _EMPHASIZED.sub(link, part) for i, part in enumerate(parts))


def _titled(cell: NotebookNode) -> None:
    """Fold a cell tagged ``hide-input`` under the title in its first line."""
    first, _, rest = cell.source.partition("\n")
    if HIDE_INPUT in cell.metadata.get("tags", []) and first.startswith("#@title "):
        title = first.removeprefix("#@title ")
        cell.source = rest
        cell.metadata["mystnb"] = {"code_prompt_show": title, "code_prompt_hide": title}


def notebook_page(
    name: str, student: NotebookNode, glossary: Glossary, stage: Path, worked: bool = False
) -> None:
    """Write the page of a notebook, its figures and the file to download.

    Args:
        name: such as ``01_tensors``.
        student: what students get; it is changed.
        glossary: terms to link.
        stage: folder of the pages.
        worked: whether there are worked solutions to link to.
    """
    files = stage / "files"
    join_outputs(student, nbformat.read(solution_path(name), as_version=4))
    [badge] = [cell.source for cell in student.cells if cell.id == BADGE_ID]
    [colab] = re.findall(r"\]\((https://colab\.research\.google\.com/github/[^)]+)\)", badge)
    ways = [
        f"[Open in Colab]({colab})",
        f'<a href="{name}.ipynb" download>Download the notebook</a>',
    ]
    if browser():
        ways.append(f'<a href="../pdf/{name}.pdf">Print it (PDF)</a>')
    if worked:
        ways.append(f"[Worked solutions](../worked/{name}.ipynb)")
    student.cells = [cell for cell in student.cells if cell.id not in ADDED_IDS]
    linked: set[str] = set()
    links = f"\n\n{{.ways}}\n{' '.join(ways)}"
    for cell in student.cells:
        if cell.cell_type == "code":
            _titled(cell)
            if is_answer(cell):
                cell.metadata.setdefault("tags", []).append("answer")
            cell.outputs = [_show_output(output, files) for output in cell.outputs]
        else:
            cell.source = _NOTEBOOK_LINK.sub(r"](\1.ipynb", cell.source)
            cell.source = _link_terms(cell.source, glossary, linked)
            cell.source = _CARD.sub(r"(exercise-\1)=\n\g<0>", cell.source)
            if links and _HEADING.search(cell.source):
                cell.source = _HEADING.sub(lambda found: found[0] + links, cell.source, count=1)  # noqa: B023
                links = ""
    _write(stage / "notebooks" / f"{name}.ipynb", notebook_bytes(student))
    _write(files / "notebooks" / f"{name}.ipynb", student_path(name).read_bytes())


def _without_mark_scheme(text: str) -> str:
    return re.split(r"^\W*Mark scheme", text, maxsplit=1, flags=re.M)[0].rstrip()


def worked_page(name: str, stage: Path) -> None:
    """Write the page with the solutions of a notebook: answers and discussions, no tests."""
    solution = read_markdown(solution_path(name).with_suffix(".md"))
    exercises, title = cards(solution), notebook_title(name)
    page = v4.new_notebook(metadata=solution.metadata, cells=[])
    page.metadata.update(orphan=True, nosearch=True)  # reached from the notebook only
    text = f"# Worked solutions: {title}\n\n[To the notebook](../notebooks/{name}.ipynb)"
    page.cells.append(v4.new_markdown_cell(text))
    for cell in solution.cells:
        if is_answer(cell):
            card = exercises[str(grade_id(cell))]
            text = (
                f"## Exercise {card.number}: {card.title}\n\n"
                f"[The exercise](../notebooks/{name}.ipynb#exercise-{_anchor(card.number)})"
            )
            page.cells.append(v4.new_markdown_cell(text))
        elif SOLUTION_ONLY not in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            source = re.sub(r"^[ \t]*### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.M)
            page.cells.append(v4.new_code_cell(source))
        else:
            text = re.sub(r"^#+ (.*)$", r"**\1**", _without_mark_scheme(cell.source), flags=re.M)
            text = _NOTEBOOK_LINK.sub(r"](../notebooks/\1.ipynb", text)
            page.cells.append(v4.new_markdown_cell(text))
    for number, cell in enumerate(page.cells):
        cell.id = f"{name}-{number}"
    _write(stage / "worked" / f"{name}.ipynb", notebook_bytes(page))


def _anchor(number: str) -> str:
    return number.replace(".", "-")


# ---- pages made from all notebooks ----


def _short(names: list[str]) -> str:
    links = [f"[{int(name[:2])}](notebooks/{name}.ipynb)" for name in names]
    return f"notebook{'s' if len(links) > 1 else ''} {', '.join(links)}"


def glossary_page(glossary: Glossary) -> str:
    lines = ["# Glossary", "", "What the terms mean, and the notebooks that use them.", ""]
    lines += ["::::{glossary}", ":sorted:", ""]
    for key, term in glossary.spelling.items():
        meanings = [f"{text} ({_short(names)})" for text, names in glossary.meanings[key].items()]
        lines += [term, *[f"  {'; '.join(meanings)}."], ""]
    return "\n".join([*lines, "::::", ""])


def references_page(notebooks: dict[str, NotebookNode]) -> str:
    """Return one list of everything below *Further reading*, by author."""
    text: dict[str, str] = {}
    used: dict[str, list[str]] = defaultdict(list)
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            _, found, reading = cell.source.partition("**Further reading**")
            for line in re.findall(r"^- (.+)$", reading, re.M) if found else []:
                address = re.search(r"https?://[^\s)]+", line)
                key = address[0].rstrip(".") if address else line
                text.setdefault(key, line.rstrip())
                if name not in used[key]:
                    used[key].append(name)

    def author(key: str) -> tuple[str, str]:
        """Family name of the first author."""
        first = re.split(r", | and | et al| \(|: ", text[key])[0]
        return first.split()[-1].casefold(), text[key]

    rows = [f"- {text[key]} *{_short(used[key])}*" for key in sorted(text, key=author)]
    return "# References\n\nWhat the notebooks cite, by author.\n\n" + "\n".join(rows) + "\n"


def path_page(notebooks: dict[str, NotebookNode]) -> str:
    """Return the learning path of the home page: a picture and a line for every notebook."""
    items = []
    for number, name in enumerate(notebooks, 1):
        title = notebook_title(name).partition(".")[2].partition(":")[0].strip()
        exercises = cards(notebooks[name])
        minutes = sum(card.minutes for card in exercises.values())
        minutes += lengths(notebooks[name])[0].minutes
        items.append(
            f"{number}. ![](/icons/{name[:2]}.svg) [{title}](/notebooks/{name}.ipynb)\n"
            f"   {len(exercises)} exercises, {minutes / 60:.1f} hours\n"
        )
    return "{.path}\n" + "".join(items)


def _first_figure(name: str, stage: Path) -> str:
    """Return the first figure of a notebook for the home page, as MyST."""
    for cell in nbformat.read(solution_path(name), as_version=4).cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            image, alt = _DATA_IMAGE.search(html), re.search(r'alt="([^"]*)"', html)
            if image and alt:
                _write(stage / f"first.{image[2]}", base64.b64decode(image[3]))
                return f"```{{image}} first.{image[2]}\n:alt: {alt[1]}\n```\n"
    raise UserError(f"{name}: there is no figure for the home page; run `make execute`.")


# ---- the whole site ----


def _write(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def _repository_page(source: str, page: str) -> str:
    """Return a file of the repository with links that lead to other pages or files."""
    address, tag = project()["urls"]["Student"], f"v{project()['version']}"

    def link(found: re.Match) -> str:
        target, _, anchor = found[1].partition("#")
        if target in REPOSITORY_PAGES:
            where = os.path.relpath(REPOSITORY_PAGES[target], Path(page).parent)
        elif target in LICENSE_PAGES:
            where = os.path.relpath("license.md", Path(page).parent)
        else:
            where = f"{address}/blob/{tag}/{target}"
        return f"]({where}{'#' if anchor else ''}{anchor})"

    text = (ROOT / source).read_text(encoding="utf-8")
    return re.sub(r"\]\((?!https?:|#)([^)]+)\)", link, text)


def write_sources(stage: Path, names: list[str], site: Path = SITE) -> None:
    """Write everything that Sphinx reads."""
    shutil.rmtree(stage, ignore_errors=True)
    unread = shutil.ignore_patterns("conf.py", "settings.toml", "_static", "_templates", "locale")
    shutil.copytree(site, stage, ignore=unread)
    students = {name: nbformat.read(student_path(name), as_version=4) for name in names}
    glossary = read_glossary(students)
    _write(stage / "glossary.md", glossary_page(glossary))
    _write(stage / "references.md", references_page(students))
    _write(stage / "_path.md", path_page(students))
    _write(stage / "_first.md", _first_figure(names[0], stage))
    for table in ("bench", "bench-grading"):
        _write(stage / f"_{table}.md", published_block(table))
    for source, page in REPOSITORY_PAGES.items():
        _write(stage / page, _repository_page(source, page))
    for name in LICENSE_PAGES:
        _write(stage / "files" / name, (ROOT / name).read_bytes())
    worked = settings(site)["worked_solutions"]
    for name, student in students.items():
        notebook_page(name, student, glossary, stage, worked)
        if worked:
            worked_page(name, stage)


def _sphinx(builder: str, site: Path, stage: Path, out: Path, *options: str) -> None:
    command = [
        *(sys.executable, "-m", "sphinx", "-b", builder, "-c", str(site)),
        *("-d", str(out.parent / f"{out.name}.doctrees"), "-q", "-n", "-W"),
        *("--keep-going", "-D", f"html_extra_path={stage / 'files'}", *options),
        *(str(stage), str(out)),
    ]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise UserError(f"Sphinx found mistakes in the pages:\n{run.stderr.strip()}")


def build(names: list[str], folder: Path = BUILD, site: Path = SITE) -> Path:
    """Build the site in all its languages, with a PDF of every notebook; return its folder.

    Args:
        names: notebooks to show beside the first; fewer than all for a quick look.
        folder: where to build.
        site: folder of the site's own texts and settings.

    Raises:
        UserError: Sphinx finds mistakes, such as links that lead nowhere.
    """
    stage, html = folder / "pages", folder / "html"
    shutil.rmtree(html, ignore_errors=True)
    first_notebook = notebook_names()[0]  # the home page leads there
    write_sources(stage, sorted({first_notebook, *names}), site)
    first, *others = settings(site)["languages"]
    _sphinx("html", site, stage, html)
    for language in others:
        _sphinx("html", site, stage, html / language, "-D", f"language={language}")
    if browser():
        for language in (first, *others):
            print_pdfs(html if language == first else html / language)
    log.info("%s", html)
    return html


def translate(
    language: str, folder: Path = BUILD, site: Path = SITE, names: list[str] | None = None
) -> None:
    """Make or renew ``site/locale/<language>``, the texts to translate."""
    stage, texts = folder / "pages", folder / "gettext"
    write_sources(stage, names or notebook_names(), site)
    _sphinx("gettext", site, stage, texts)
    locale = site / "locale"
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", str(texts), "-l", language]
    subprocess.run([*command, "-d", str(locale)], check=True, stdout=subprocess.DEVNULL)
    log.info("translate %s, then add it to site/settings.toml", locale / language)


def browser() -> str | None:
    """Return the path of a Chromium or Chrome, which prints the PDFs."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


def print_pdfs(html: Path) -> None:
    """Print every notebook's page with its hints opened."""
    from playwright.sync_api import sync_playwright

    (html / "pdf").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for path in sorted(html.glob("notebooks/*.html")):
            page = chromium.new_page()
            page.goto(path.as_uri())
            page.evaluate(
                """async () => {
                    document.querySelectorAll('details:not(.hide)').forEach(d => d.open = true);
                    // other pages of the site are not part of the PDF
                    document.querySelectorAll("a[href]:not([href^='#'], [href^='http'])")
                        .forEach(link => link.removeAttribute('href'));
                    const images = [...document.images];
                    images.forEach(image => image.loading = 'eager');
                    await Promise.all(images.map(image => image.decode().catch(() => null)));
                    await document.fonts.ready;
                }"""
            )
            page.pdf(
                path=html / "pdf" / f"{path.stem}.pdf",
                format="A4",
                print_background=True,
                tagged=True,
                outline=True,
            )
            page.close()
        chromium.close()
