"""The website leaks nothing, asks no other host, and works for everybody.

The site is built once; every page is visited once in a wide light window and once in a narrow
dark one. A second, small site has what the first one lacks: another language, worked solutions, a
slider.
"""

import functools
import http.server
import json
import re
import shutil
import threading
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import nbformat
import pytest
from bs4 import BeautifulSoup
from snowballstemmer import stemmer
from vitcourse_authoring import site
from vitcourse_authoring.course import ROOT, UserError, notebook_names, solution_path, student_path
from vitcourse_authoring.notebooks import SOLUTION_ONLY, grade_id, hidden_tests, secret_texts
from vitcourse_authoring.preprocessors import ADDED_IDS, HIDE_INPUT

NAMES = notebook_names()
RUN = 12  # words in a row that can be no accident
MOST_ASSETS = 400_000  # bytes of style, scripts and fonts that a notebook's page loads
KINDS = (
    "index.html",
    "start.html",
    "notebooks/02_softmax_regression.html",  # folded code, hints, formulas, a table of results
    "glossary.html",
    "references.html",
    "license.html",
    "instructors/index.html",
    "maintainers/changelog.html",
    "search.html?q=token",
)
WINDOWS = {"light": (1280, 900), "dark": (360, 740)}


@pytest.fixture(scope="session")
def html(chromium, tmp_path_factory):
    """The built site, with its PDFs."""
    return site.build(NAMES, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def pages(html):
    return {
        path.relative_to(html).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(html.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A site of one notebook and an example, in two languages, with worked solutions, no PDFs."""
    folder = tmp_path_factory.mktemp("small")
    texts = folder / "site"
    shutil.copytree(ROOT / "site", texts)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (texts / "settings.toml").write_text('worked_solutions = true\nlanguages = ["en", "de"]\n')
    cells = [
        nbformat.v4.new_markdown_cell("# Example"),
        nbformat.v4.new_code_cell("...", execution_count=1, outputs=[frames(texts / "files")]),
    ]
    language = {"language_info": {"name": "python"}}
    example = nbformat.v4.new_notebook(cells=cells, metadata=language)
    (texts / "notebooks").mkdir()
    nbformat.write(example, texts / "notebooks" / "99_example.ipynb")
    site.translate("de", folder, texts, NAMES[:1])
    catalog = texts / "locale" / "de" / "LC_MESSAGES" / "glossary.po"
    empty = 'msgid "Glossary"\nmsgstr ""'
    assert empty in catalog.read_text()
    catalog.write_text(catalog.read_text().replace(empty, empty[:-1] + 'Begriffe"', 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "browser", lambda: None)
        return site.build(NAMES[:1], folder, texts)


def frames(files: Path):
    """What the page shows of a figure with a slider that a notebook has stored."""
    from matplotlib.figure import Figure
    from vitcourse import plots

    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plots, "display", lambda bundle, raw: bundles.append(bundle))
        plots.show_frames("layer", {str(i): Figure((1, 1)) for i in range(3)}, "attention of {}")
    [bundle] = bundles
    assert site.WIDGET in bundle
    return site._show_output(nbformat.v4.new_output("display_data", bundle), files)


def solutions():
    return [nbformat.read(solution_path(name), as_version=4) for name in NAMES]


def students():
    return [nbformat.read(student_path(name), as_version=4) for name in NAMES]


# ---- nothing leaks ----


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d]\w*", text)  # numbers of an output can be the same by accident
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def worked(name: str, folder: Path) -> str:
    """The text of a page of worked solutions."""
    site.worked_page(name, folder)
    page = nbformat.read(folder / "worked" / f"{name}.ipynb", as_version=4)
    return "\n".join(cell.source for cell in page.cells)


@pytest.fixture(scope="session")
def secret_runs(tmp_path_factory) -> set[tuple[str, ...]]:
    """Runs of words of every solution, hidden test and mark scheme that no reader may see."""
    found = {
        run for notebook in solutions() for text in secret_texts(notebook) for run in runs(text)
    }
    for notebook in students():
        for cell in notebook.cells:
            found -= runs(cell.source)
    for path in (ROOT / "course" / "vitcourse").glob("*.py"):
        found -= runs(path.read_text(encoding="utf-8"))
    if site.settings()["worked_solutions"]:
        for name in NAMES:
            found -= runs(worked(name, tmp_path_factory.mktemp("worked")))
    assert len(found) > 10_000
    return found


def shown(path: Path) -> str:
    """All text of a file of the site."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return BeautifulSoup(text, "html.parser").get_text()
    if path.suffix == ".ipynb":
        return "\n".join(cell["source"] for cell in nbformat.reads(text, as_version=4).cells)
    return text


def leaking(folder: Path, secret: set) -> list[str]:
    kinds = (".html", ".ipynb", ".js", ".json", ".md", ".txt")
    files = [path for path in folder.rglob("*") if path.suffix in kinds]
    assert files
    return [path.name for path in files if runs(shown(path)) & secret]


def search_terms(folder: Path) -> set[str]:
    text = (folder / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return set(index["terms"]) | set(index["titleterms"])


@functools.cache
def secret_stems() -> set[str]:
    """Stems of words that stand in secrets and nowhere in what a page may show."""
    stem = functools.cache(stemmer("english").stemWord)

    def stems(text: str) -> set[str]:
        return {stem(word) for word in re.findall(r"\w+", text.casefold())}

    found = {s for notebook in solutions() for text in secret_texts(notebook) for s in stems(text)}
    for notebook in students():
        for cell in notebook.cells:
            found -= stems(cell.source)
    for notebook in solutions():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                kept = {
                    kind: text
                    for kind, text in output.get("data", {}).items()
                    if kind[:4] == "text"
                }
                found -= stems(re.sub(r"base64,[^\"]+", "", str(kept) + output.get("text", "")))
    for path in [*(ROOT / "site").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "CITATION.cff"]:
        found -= stems(path.read_text(encoding="utf-8"))
    return {word for word in found if len(word) > 3 and not word.isdigit()}


def test_no_page_and_no_download_holds_a_secret(html, secret_runs):
    assert leaking(html, secret_runs) == []


def test_the_search_index_knows_no_word_that_only_secrets_use(html):
    assert len(secret_stems()) > 100
    assert search_terms(html) & secret_stems() == set()


def test_a_leak_is_noticed_in_every_notebook(tmp_path, secret_runs):
    """As if `release` had left everything in."""
    for name in NAMES:
        solution = nbformat.read(solution_path(name), as_version=4)
        whole = {str(grade_id(cell)): cell.source for cell in solution.cells if grade_id(cell)}
        student = nbformat.read(student_path(name), as_version=4)
        for cell in student.cells:
            cell.source = whole.get(str(grade_id(cell)), cell.source)
        site.notebook_page(name, student, site.Glossary(), tmp_path)
    assert sorted(leaking(tmp_path / "notebooks", secret_runs)) == [f"{n}.ipynb" for n in NAMES]


def test_a_leaked_hidden_test_is_noticed_in_a_page(tmp_path, secret_runs):
    for name, notebook in zip(NAMES, solutions(), strict=True):
        text = max(hidden_tests(notebook), key=len).replace("<", "&lt;")
        (tmp_path / f"{name}.html").write_text(f"<pre>{text}</pre>")
    assert len(leaking(tmp_path, secret_runs)) == len(NAMES)


def test_a_leak_into_the_search_index_is_noticed(tmp_path):
    words = {"terms": dict.fromkeys(secret_stems(), 0), "titleterms": {}}
    (tmp_path / "searchindex.js").write_text(f"Search.setIndex({json.dumps(words)})")
    assert search_terms(tmp_path) & secret_stems()


def test_outputs_belong_to_cells_of_equal_source():
    for student, solution in zip(students(), solutions(), strict=True):
        equal = [cell.source for cell in solution.cells if cell.get("outputs")]
        site.join_outputs(student, solution)
        joined = [cell.source for cell in student.cells if cell.get("outputs")]
        assert joined and set(joined) <= set(equal)
        alike = [c for c in student.cells if c.cell_type == "code" and c.source in equal]
        assert all(cell.outputs for cell in alike)


def test_worked_solutions_hold_solutions_but_no_tests_and_no_mark_scheme(tmp_path):
    for name, solution in zip(NAMES, solutions(), strict=True):
        text = worked(name, tmp_path)
        hidden = {run for test in hidden_tests(solution) for run in runs(test)}
        told = [
            cell.source
            for cell in solution.cells
            if SOLUTION_ONLY in cell.metadata.get("tags", []) or site.is_answer(cell)
        ]
        assert not runs(text) & (hidden - runs("\n".join(told)))
        assert "Mark scheme" not in text and "### BEGIN" not in text
        assert text.count("## Exercise") >= 7


def test_worked_solutions_are_published_by_one_switch(html, small):
    worked = small / "worked" / f"{NAMES[0]}.html"
    assert "[The exercise]" not in worked.read_text() and "## Exercise" not in worked.read_text()
    assert (
        f'href="../worked/{NAMES[0]}.html"'
        in (small / "notebooks" / f"{NAMES[0]}.html").read_text()
    )
    assert (html / "worked").exists() == site.settings()["worked_solutions"]


# ---- what a page is made of ----


def test_glossary_lines_are_read():
    text = (
        "x logits\n\n**Glossary.** *Logit*: a *raw* score · *view / copy*: its / own · *ReLU*: r."
    )
    assert site.glossary_entries(text, whole=text) == [
        ("logit", "a *raw* score"),
        ("view", "*view / copy*: its / own"),
        ("copy", "*view / copy*: its / own"),
        ("ReLU", "r"),
    ]
    text = "**Glossary.** *Adam*: a method. *Head* (of a model), *top*: the last layer."
    assert site.glossary_entries(text, whole="a head") == [
        ("Adam", "a method"),
        ("head", "*head (of a model), top*: the last layer"),
        ("top", "*head (of a model), top*: the last layer"),
    ]


@pytest.mark.parametrize("line", ["token, one vector", "*token*", "no term: a meaning"])
def test_a_glossary_line_of_another_form_is_refused(line):
    with pytest.raises(UserError, match=r"in a glossary line is not"):
        site.glossary_entries(f"**Glossary.** *logit*: a score · {line}")


def test_every_notebook_has_its_terms_in_the_glossary(html, pages):
    targets = {link["href"] for link in pages["glossary.html"].select("dd a[href^=notebooks]")}
    assert targets == {f"notebooks/{name}.html" for name in NAMES}
    linked = {
        name: len(pages[f"notebooks/{name}.html"].select("a[href^='../glossary.html#term-']"))
        for name in NAMES
    }
    assert min(linked.values()) >= 5, linked


def test_notebooks_pages_have_figures_closed_hints_and_ways_to_get_them(html, pages):
    for name in NAMES:
        page = pages[f"notebooks/{name}.html"]
        assert page.select("article .cell_output img")
        assert all(image.get("alt") for image in page.select("article .cell_output img"))
        assert not page.select("article img[src^='data:']")
        hints = [d for d in page.select("article details") if "hide" not in d.get("class", [])]
        assert hints and not any(hint.has_attr("open") for hint in hints)
        folded = [
            cell
            for cell in nbformat.read(student_path(name), as_version=4).cells
            if HIDE_INPUT in cell.metadata.get("tags", []) and cell.id not in ADDED_IDS
        ]
        assert len(page.select("article details.hide")) == len(folded)
        assert "Time" in [bold.text for bold in page.select("article strong")]
        ways = {link["href"] for link in page.select(".ways a")}
        assert {f"{name}.ipynb", f"../pdf/{name}.pdf"} <= ways
        assert any(way.startswith("https://colab.research.google.com/") for way in ways)
        printed = (html / "pdf" / f"{name}.pdf").read_bytes()
        assert printed.startswith(b"%PDF")
        assert b"https://" in printed and b"file:" not in printed, "links to where it was made"


def test_a_formula_that_katex_cannot_read_stops_the_build(tmp_path):
    (tmp_path / "pages" / "files").mkdir(parents=True)
    (tmp_path / "pages" / "index.md").write_text("# Title\n\n$x^2$ and $\\frac{1}{$\n")
    with pytest.raises(UserError, match="KaTeX parse error"):
        site._sphinx("html", site.SITE, tmp_path / "pages", tmp_path / "html")
    page = (tmp_path / "html" / "index.html").read_text()
    assert page.count('class="katex-html"') == 1


def test_links_and_anchors_lead_somewhere(html, pages):
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


@contextmanager
def serving(folder: Path):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(html):
    with serving(html) as url:
        yield url


@pytest.fixture(scope="module")
def chrome(chromium, html, small):
    """A browser, made after the sites, whose PDFs need a Playwright of their own.

    It ends with this module: a process can have one at a time, and other modules need theirs.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


LOOK = """() => {
  document.querySelectorAll('article details').forEach(box => { box.open = true; });
  const scrolls = e => {
    for (; e && e.tagName !== 'ARTICLE'; e = e.parentElement)
      if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  const about = e => e.outerHTML.slice(0, 120);
  return {
    over: document.documentElement.scrollWidth - innerWidth,
    cut: [...document.querySelectorAll('article *:not(.katex-mathml, .katex-mathml *, svg *)')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e)).map(about),
    dimmed: [...document.querySelectorAll('article img')].filter(e => {
      const style = getComputedStyle(e);
      return style.filter !== 'none' || style.opacity !== '1';
    }).map(about),
  };
}"""


@pytest.fixture(scope="module")
def visits(html, pages, address, chrome):
    """What happened on each page: requests to other hosts, errors, things too wide or dimmed."""
    found = defaultdict(list)
    for scheme, (width, height) in WINDOWS.items():
        page = chrome.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
        page.on(
            "request",
            lambda r: r.url.startswith((address, "data:")) or found["foreign"].append(r.url),
        )
        page.on("console", lambda m: m.type == "error" and found["error"].append(m.text))
        page.on("pageerror", lambda error: found["error"].append(str(error)))
        page.on("response", lambda r: r.status < 400 or found["error"].append(r.url))
        for name in pages:
            page.goto(address + name, wait_until="load")
            looked = page.evaluate(LOOK)
            if looked["over"] > 0:
                found["over"].append((name, width, looked["over"]))
            found["cut"] += [(name, width, what) for what in looked["cut"]]
            found["dimmed"] += [(name, scheme, what) for what in looked["dimmed"]]
        page.close()
    return found


def test_no_page_asks_another_host(visits):
    assert visits["foreign"] == []


def test_no_page_reports_an_error(visits):
    assert visits["error"] == []


def test_no_page_scrolls_sideways_and_nothing_is_cut(visits):
    assert visits["over"] == [] and visits["cut"] == []


def test_no_figure_is_dimmed(visits):
    assert visits["dimmed"] == []


def test_what_is_wrong_with_a_page_is_noticed(chrome, tmp_path):
    (tmp_path / "page.html").write_text(
        '<article><img src="data:," style="opacity: .5"><details>'
        '<pre style="width: 2000px">x</pre></details></article>'
    )
    page = chrome.new_page(viewport={"width": 360, "height": 740})
    page.goto((tmp_path / "page.html").as_uri())
    looked = page.evaluate(LOOK)
    page.close()
    assert looked["over"] > 0 and len(looked["cut"]) == 1 and len(looked["dimmed"]) == 1


def serious(chrome, url: str) -> list[str]:
    """What axe finds that keeps people out, in both windows."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for scheme, (width, height) in WINDOWS.items():
        page = chrome.new_page(color_scheme=scheme, viewport={"width": width, "height": height})
        page.goto(url, wait_until="networkidle")
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        page.close()
        found += [
            f"{scheme}: {item['id']}: {item['nodes'][0]['html'][:150]} ({len(item['nodes'])} times)"
            for item in violations
            if item["impact"] in ("serious", "critical")
        ]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(address, chrome, kind):
    assert serious(chrome, address + kind) == []


@pytest.mark.parametrize("kind", [f"worked/{NAMES[0]}.html", "notebooks/99_example.html"])
def test_axe_finds_nothing_serious_in_solutions_and_sliders(small, chrome, kind):
    with serving(small) as url:
        assert serious(chrome, url + kind) == []


def test_axe_notices_what_keeps_people_out(chrome, tmp_path):
    (tmp_path / "page.html").write_text("<html lang=en><title>x</title><img src=x.png></html>")
    with serving(tmp_path) as url:
        assert [found.split(":")[1] for found in serious(chrome, url + "page.html")] == [
            " image-alt"
        ] * 2


def test_a_notebooks_page_needs_few_assets(address, chrome):
    sizes = defaultdict(int)
    for name in NAMES:
        page, seen = chrome.new_page(), []
        page.on("response", lambda response, seen=seen: seen.append(response))
        page.goto(f"{address}notebooks/{name}.html", wait_until="networkidle")
        for response in seen:
            if response.request.resource_type in ("stylesheet", "script", "font"):
                sizes[name] += len(response.body())
        page.close()
    assert min(sizes.values()) > 0 and max(sizes.values()) <= MOST_ASSETS, sizes


def test_a_notebooks_page_can_be_read_without_javascript(address, chrome):
    for name in NAMES:
        page = chrome.new_page(java_script_enabled=False)
        page.goto(f"{address}notebooks/{name}.html", wait_until="load")
        assert page.locator("article h1").is_visible()
        assert "\\(" not in page.locator("article").inner_text()
        assert page.locator("article .cell_output img").first.is_visible()
        page.locator("article details:not(.hide) > summary").first.click()
        assert page.locator("article details[open]").count() == 1
        page.close()


@pytest.mark.parametrize(
    "words, where",
    [("class token", "05_vit_from_scratch.html"), ("sharpness", "07_denoising_vit.html")],
)
def test_search_finds_each_passage_once(address, chrome, words, where):
    page = chrome.new_page()
    page.goto(f"{address}search.html?q={words.replace(' ', '+')}")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.match(/found/)")
    found = page.eval_on_selector_all("ul.search li > a", "all => all.map(a => a.pathname)")
    page.close()
    assert f"/notebooks/{where}" in found
    assert len(set(found)) == len(found)


def test_frames_get_a_slider_that_needs_no_kernel(small, chrome):
    example = (small / "notebooks" / "99_example.html").as_uri()
    page = chrome.new_page()
    page.goto(example)
    assert page.locator("figure:visible").all_inner_texts() == ["layer: 0"]
    page.locator(".frames input").press("ArrowRight")
    assert page.locator("figure:visible").all_inner_texts() == ["layer: 1"]
    image = page.locator("figure img:visible")
    assert image.get_attribute("alt") == "attention of 1"
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 100
    page.close()
    page = chrome.new_page(java_script_enabled=False)
    page.goto(example)
    assert page.locator("figure:visible").count() == 3
    page.close()


# ---- another language ----


def test_another_language_is_a_folder_of_texts(small):
    """One text is translated, all others are still empty: the page shows both."""
    text = (small / "de" / "glossary.html").read_text()
    assert "<h1>Begriffe<" in text
    assert "tensor" in text and re.search(r'<html[^>]* lang="de"', text)
    assert "<h1>Glossary<" in (small / "glossary.html").read_text()
    notebook = (small / "notebooks" / f"{NAMES[0]}.html").read_text()
    assert f'href="../de/notebooks/{NAMES[0]}.html"' in notebook
