"""Sphinx settings of the website. `make site` writes the pages; see vitcourse_authoring/site.py."""

import json
import shutil
import tomllib
from pathlib import Path
from subprocess import PIPE, Popen

import playwright
import sphinxcontrib.katex
from pygments.token import STANDARD_TYPES, Name, Punctuation, Whitespace
from sphinx.util import logging

_HERE = Path(__file__).parent
_PROJECT = tomllib.loads((_HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_LANGUAGES = tomllib.loads((_HERE / "settings.toml").read_text(encoding="utf-8"))["languages"]

project = "From Pixels to Patches"
author = "The authors of From Pixels to Patches"
copyright = f"2026 {author[0].lower()}{author[1:]}"
release = version = _PROJECT["version"]

extensions = ["myst_nb", "sphinxcontrib.katex"]
exclude_patterns = ["files", "_*.md"]
nitpicky = True
language = _LANGUAGES[0]
locale_dirs = [str(_HERE / "locale")]  # otherwise Sphinx looks beside the pages it reads
gettext_compact = False

nb_execution_mode = "off"  # outputs come from `make execute`
nb_merge_streams = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "dollarmath", "linkify"]
myst_linkify_fuzzy_links = False
myst_heading_anchors = 4

# Nothing on a page may ask another host: style and fonts of KaTeX lie in _static. Formulas are
# drawn while the site is built, so that they need no JavaScript.
katex_css_path = "katex/katex.min.css"
katex_prerender = True


class Draw:
    """One Node for all formulas, a line in and a line out. The package's own server uses a socket,
    which on a busy computer may be there a moment before anybody answers."""

    SCRIPT = """
    const katex = require(process.argv[1]);
    require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { latex, katex_options } = JSON.parse(line);
      const answer = {};
      try {
        answer.html = katex.renderToString(latex, { ...katex_options, throwOnError: true });
      } catch (error) { answer.html = ""; answer.error = error.message; }
      console.log(JSON.stringify(answer));
    });
    """

    def __init__(self):
        driver = Path(playwright.__file__).parent / "driver"  # PyPI's package brings a Node
        node = shutil.which("node", path=driver) or "node"
        library = Path(sphinxcontrib.katex.__file__).with_name("katex.min.js")
        command = [node, "-e", self.SCRIPT, str(library)]
        self.node = Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8")

    def render(self, request, _timeout):
        self.node.stdin.write(json.dumps(request) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline())
        if "error" in answer:
            logging.getLogger(__name__).warning("%s", answer.pop("error"))
        return answer


sphinxcontrib.katex.KaTeXServer.katex_server = Draw()

# No tags around what has no color of its own: halves the size of a notebook's page.
STANDARD_TYPES.update(dict.fromkeys((Name, Punctuation, Whitespace), ""))

html_theme = "furo"
html_title = project
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_js_files = [("course.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
html_use_index = False  # the glossary is one
html_permalinks_icon = "#"
html_context = {"default_mode": "auto", "languages": _LANGUAGES}
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#005b94", "color-brand-content": "#005b94"},
    "dark_css_variables": {"color-brand-primary": "#6cb8ea", "color-brand-content": "#6cb8ea"},
}
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "languages.html",
        "sidebar/scroll-end.html",
    ]
}


def _heading_levels(app, page, template, context, doctree):
    """Furo's captions say that they are headings, but not of which level."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def _found_elsewhere(app):
    """The notebooks hold what these pages collect: search finds terms and titles of them only."""
    for pages in app.builder.indexer._mapping.values():
        pages -= {"glossary", "references"}
    return []


def setup(app):
    app.connect("html-page-context", _heading_levels, priority=900)  # after Furo's own
    app.connect("html-collect-pages", _found_elsewhere)
