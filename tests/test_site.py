"""The website leaks nothing, asks no other host, and works for everybody."""

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import nbformat
import pytest
from bs4 import BeautifulSoup
from snowballstemmer import stemmer

from instructor import site
from instructor.course import ROOT, notebook_names, solution_path, student_path
from instructor.notebooks import SOLUTION_ONLY, hidden_tests, secrets

NAMES = notebook_names()
RUN = 12  # words in a row that can be no accident
MOST_ASSETS = 400_000  # bytes of style, scripts and fonts that a notebook's page loads
KINDS = ("index", "start", "notebooks/01_tensors", "notebooks/05_vit_from_scratch", "glossary",
         "references", "instructors/index", "maintainers/changelog", "search")  # fmt: skip


@pytest.fixture(scope="module")
def html(chromium, tmp_path_factory):
    """The built site, with its PDFs."""
    return site.build(NAMES, tmp_path_factory.mktemp("site"))


def solutions():
    return [nbformat.read(solution_path(name), as_version=4) for name in NAMES]


def students():
    return [nbformat.read(student_path(name), as_version=4) for name in NAMES]


# ---- nothing leaks ----


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@functools.cache
def secret_runs() -> set[tuple[str, ...]]:
    """Runs of words of every solution, hidden test and mark scheme that no student may see."""
    found = {run for notebook in solutions() for text in secrets(notebook) for run in runs(text)}
    for notebook in students():
        for cell in notebook.cells:
            found -= runs(cell.source)
    for path in (ROOT / "course" / "vitcourse").glob("*.py"):
        found -= runs(path.read_text(encoding="utf-8"))
    return found


def shown(path: Path) -> str:
    """All text of a file of the site."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return BeautifulSoup(text, "html.parser").get_text()
    if path.suffix == ".ipynb":
        return "\n".join(cell["source"] for cell in nbformat.reads(text, as_version=4).cells)
    return text


def leaking(folder: Path) -> list[str]:
    kinds = (".html", ".ipynb", ".js", ".json", ".md", ".txt")
    files = [path for path in folder.rglob("*") if path.suffix in kinds]
    assert files
    return [path.name for path in files if runs(shown(path)) & secret_runs()]


def search_terms(folder: Path) -> set[str]:
    text = (folder / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return set(index["terms"]) | set(index["titleterms"])


@functools.cache
def secret_stems() -> set[str]:
    """Stems of words that stand in secrets and nowhere in what a page may show."""
    stem = stemmer("english").stemWord

    def stems(text: str) -> set[str]:
        return {stem(word) for word in re.findall(r"\w+", text.casefold())}

    found = {s for notebook in solutions() for text in secrets(notebook) for s in stems(text)}
    for notebook in students():
        for cell in notebook.cells:
            found -= stems(cell.source)
    for notebook in solutions():
        for cell in notebook.cells:
            found -= stems(json.dumps(cell.get("outputs", []), ensure_ascii=False))
    for path in [*(ROOT / "site").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "CITATION.cff"]:
        found -= stems(path.read_text(encoding="utf-8"))
    return {word for word in found if len(word) > 3 and not word.isdigit()}


def test_no_page_and_no_download_holds_a_secret(html):
    assert leaking(html) == []


def test_the_search_index_knows_no_word_that_only_secrets_use(html):
    assert len(secret_stems()) > 100
    assert search_terms(html) & secret_stems() == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_leak_is_noticed(name, tmp_path):
    notebook = nbformat.read(solution_path(name), as_version=4)
    longest = max(hidden_tests(notebook), key=len)
    (tmp_path / "page.html").write_text(f"<pre>{longest.replace('<', '&lt;')}</pre>")
    assert leaking(tmp_path) == ["page.html"]


def test_a_leak_into_the_search_index_is_noticed(tmp_path):
    words = dict.fromkeys(secret_stems(), 0)
    (tmp_path / "searchindex.js").write_text(
        f"Search.setIndex({json.dumps({'terms': words, 'titleterms': {}})})"
    )
    assert search_terms(tmp_path) & secret_stems()


def test_outputs_belong_to_cells_of_equal_source():
    student, solution = (
        nbformat.read(path(NAMES[0]), as_version=4) for path in (student_path, solution_path)
    )
    equal = {cell.source for cell in solution.cells if cell.cell_type == "code" and cell.outputs}
    site.join_outputs(student, solution)
    for cell in student.cells:
        assert bool(cell.get("outputs")) == (cell.cell_type == "code" and cell.source in equal)


@pytest.mark.parametrize("name", NAMES)
def test_worked_solutions_hold_solutions_but_no_tests_and_no_mark_scheme(name, tmp_path):
    site.worked_page(name, tmp_path)
    page = nbformat.read(tmp_path / "worked" / f"{name}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in page.cells)
    solution = nbformat.read(solution_path(name), as_version=4)
    hidden = {run for test in hidden_tests(solution) for run in runs(test)}
    known = {run for c in solution.cells if SOLUTION_ONLY in c.metadata.get("tags", [])
             for run in runs(c.source)}  # fmt: skip
    answers = "\n".join(cell.source for cell in solution.cells if site.is_answer(cell))
    assert not runs(text) & (hidden - known - runs(answers))
    assert "Mark scheme" not in text and "### BEGIN" not in text
    assert len(page.cells) > 7 and page.metadata["nosearch"]


# ---- what a page is made of ----


def test_glossary_lines_are_read():
    text = "x\n\n**Glossary.** *Logit*: a score · *view / copy*: shares / has its own · *ReLU*: r."
    assert site.glossary_entries(text) == [
        ("logit", "a score"), ("view / copy", "shares / has its own"), ("ReLU", "r"),
    ]  # fmt: skip


def test_every_notebook_has_its_terms_in_the_glossary(html):
    page = BeautifulSoup((html / "glossary.html").read_text(), "html.parser")
    targets = {link["href"] for link in page.select("dd a[href^=notebooks]")}
    assert targets == {f"notebooks/{name}.html" for name in NAMES}
    for name in NAMES:
        assert "glossary.html#term-" in (html / "notebooks" / f"{name}.html").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebooks_page_is_whole_without_javascript(html, name):
    text = (html / "notebooks" / f"{name}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert all(image.get("alt") for image in page.select("article .cell_output img"))
    assert page.select("article .cell_output img") and "base64" not in text.partition("<body")[2]
    hints = [d for d in page.select("article details") if "hide" not in d.get("class", [])]
    assert hints and not any(hint.has_attr("open") for hint in hints)
    ways = {link["href"] for link in page.select(".ways a")}
    assert {f"{name}.ipynb", f"../pdf/{name}.pdf"} <= ways
    assert any(way.startswith("https://colab.research.google.com/") for way in ways)
    assert (html / "pdf" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    assert "#cc0000" not in text, "KaTeX could not read a formula"


def test_links_and_anchors_lead_somewhere(html):
    pages = {p.relative_to(html).as_posix(): BeautifulSoup(p.read_text(), "html.parser")
             for p in html.rglob("*.html")}  # fmt: skip
    anchors = {name: {tag["id"] for tag in page.select("[id]")} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for tag in page.select("a[href], img[src], link[href], script[src]"):
            address = tag.get("href") or tag.get("src")
            if re.match(r"https?:|mailto:|data:|#$", address) or not address:
                continue
            target, anchor = urldefrag(urljoin(f"/{name}", address))
            target = unquote(target.partition("?")[0]).lstrip("/")
            known = anchors.get(target)
            if not (html / target).is_file() or (anchor and known and unquote(anchor) not in known):
                broken.append((name, address))
    assert broken == []


def test_style_and_fonts_of_katex_fit_the_program_that_draws():
    from sphinxcontrib.katex import katex_version

    folder = ROOT / "site" / "_static" / "katex"
    css = (folder / "katex.min.css").read_text()
    assert f'content:"{katex_version}"' in css
    fonts = set(re.findall(r"url\(([^)]+)\)", css))
    assert fonts == {p.relative_to(folder).as_posix() for p in folder.glob("fonts/*")}


# ---- in a browser ----


@pytest.fixture(scope="module")
def address(html):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(html))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def chrome(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_asks_another_host_or_reports_an_error(html, address, chrome, scheme):
    page = chrome.new_page(color_scheme=scheme)
    foreign, errors = [], []
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else foreign.append(r.url),
    )
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda r: errors.append(r.url) if r.status >= 400 else None)
    for path in sorted(html.rglob("*.html")):
        page.goto(address + path.relative_to(html).as_posix(), wait_until="load")
    page.close()
    assert foreign == [] and errors == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(html, address, chrome, width):
    page = chrome.new_page(viewport={"width": width, "height": 800})
    wide = {}
    for path in sorted(html.rglob("*.html")):
        page.goto(address + path.relative_to(html).as_posix())
        page.evaluate("document.querySelectorAll('article details').forEach(d => d.open = true)")
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[path.name] = over
    page.close()
    assert wide == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(address, chrome, kind, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = chrome.new_page(color_scheme=scheme)
    page.goto(f"{address}{kind}.html")
    found = Axe().run(page).response["violations"]
    page.close()
    serious = [
        f"{item['id']}: {item['nodes'][0]['html'][:150]} ({len(item['nodes'])} times)"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebooks_page_needs_few_assets(address, chrome, name):
    page = chrome.new_page()
    sizes = []
    page.on("response", lambda r: sizes.append((r.request.resource_type, r)))
    page.goto(f"{address}notebooks/{name}.html", wait_until="networkidle")
    total = sum(len(r.body()) for kind, r in sizes if kind in ("stylesheet", "script", "font"))
    page.close()
    assert 0 < total <= MOST_ASSETS


@pytest.mark.parametrize(
    "words, where", [("class token", "05_vit_from_scratch"), ("sharpness", None)]
)
def test_search_finds_each_page_once(address, chrome, words, where):
    page = chrome.new_page()
    page.goto(f"{address}search.html?q={words.replace(' ', '+')}")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.match(/found/)")
    found = page.eval_on_selector_all("ul.search li > a", "all => all.map(a => a.pathname)")
    page.close()
    notebooks = [path for path in found if "/notebooks/" in path]
    assert notebooks and len(set(notebooks)) == len(notebooks)
    assert where is None or any(where in path for path in notebooks)


def test_frames_get_a_slider(tmp_path, chrome, monkeypatch):
    from matplotlib.figure import Figure
    from vitcourse import plots

    bundles = []
    monkeypatch.setattr(plots, "display", lambda bundle, raw: bundles.append(bundle))
    plots.show_frames("layer", {str(i): Figure((1, 1)) for i in range(3)}, "attention in layer {}")
    [bundle] = bundles
    assert site.WIDGET in bundle
    output = nbformat.NotebookNode(output_type="display_data", data=bundle)
    frames = site._show_output(output, tmp_path)["data"]["text/html"]
    assert frames.count("loading=") == 3 and site.WIDGET not in bundle
    script = (ROOT / "site" / "_static" / "course.js").read_text()
    path = tmp_path / "notebooks" / "page.html"
    path.parent.mkdir()
    path.write_text(f"{frames}<script>{script}</script>")
    page = chrome.new_page()
    page.goto(path.as_uri())
    assert page.locator("figure:visible").all_inner_texts() == ["layer: 0"]
    page.locator("input").press("ArrowRight")
    assert page.locator("figure:visible").all_inner_texts() == ["layer: 1"]
    assert page.locator("img:visible").get_attribute("alt") == "attention in layer 1"
    page.close()


# ---- another language ----


@pytest.mark.browser  # needs none, but takes as long
def test_another_language_is_a_folder_of_texts(tmp_path):
    """One text is translated, all others are still empty: the page shows both."""
    source, texts = tmp_path / "pages", tmp_path / "texts"
    shutil.copytree(ROOT / "site", tmp_path / "site")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    site.write_sources(source, NAMES[:1])
    options = ["-q", "-c", str(tmp_path / "site")]
    sphinx = [sys.executable, "-m", "sphinx"]
    subprocess.run([*sphinx, "-b", "gettext", *options, source, texts], check=True)
    locale = tmp_path / "site" / "locale"
    update = [sys.executable, "-m", "sphinx_intl", "update", "-p", texts, "-l", "de", "-d", locale]
    subprocess.run(update, check=True, capture_output=True)
    catalog = locale / "de" / "LC_MESSAGES" / "glossary.po"
    empty = 'msgid "Glossary"\nmsgstr ""'
    assert empty in catalog.read_text()
    catalog.write_text(catalog.read_text().replace(empty, empty[:-1] + 'Begriffe"', 1))
    language = ["-D", "language=de", "-D", f"html_extra_path={source / 'files'}"]
    subprocess.run([*sphinx, "-W", *options, *language, source, tmp_path / "html"], check=True)
    text = (tmp_path / "html" / "glossary.html").read_text()
    assert "<h1>Begriffe<" in text
    assert "tensor" in text and '<html class="no-js" lang="de"' in text
