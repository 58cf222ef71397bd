"""Sphinx settings of the website. `make site` writes the pages; see vitcourse_authoring/site.py."""

import shutil
import tomllib
from pathlib import Path

import playwright
import sphinxcontrib.katex
from pygments.token import STANDARD_TYPES, Name, Punctuation, Whitespace
from sphinxcontrib.katex import KaTeXServer

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
# drawn while the site is built, so that they need no JavaScript. KaTeX runs in Node; Playwright's
# package from PyPI brings one, conda's puts one on PATH.
katex_css_path = "katex/katex.min.css"
katex_prerender = True
_driver = Path(playwright.__file__).parent / "driver"
sphinxcontrib.katex.NODEJS_BINARY = shutil.which("node", path=_driver) or "node"
# On a busy computer, a socket's file may be there a moment before anybody answers; over a port,
# the package tries again until somebody does.
KaTeXServer.start_server_process = KaTeXServer.start_network_socket
sphinxcontrib.katex.STARTUP_TIMEOUT = 60.0  # seconds, on a busy computer
sphinxcontrib.katex.RENDER_TIMEOUT = 60.0

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
