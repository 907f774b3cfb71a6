"""The document of a page: Streamlit's own, with all that is known of the page before a session exists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from urllib.parse import urlencode

from pages.front import first_styles, sheet
from pages.front.answers import Answer, pack
from pages.front.assets import STATIC, scripts_of
from pages.front.first_picture import first_picture
from pages.front.subjects import Subject, read_link, read_subject
from pages.main import PAGES
from pages.shared import styles
from pages.shared.reading import Link
from pages.shared.settings import HOME
from pages.shared.titles import APP

# The elements of the first view of a page, in the order in which it is needed; Streamlit finds each only when the one
# before it has run.
COMMON, WITH_CHARTS = (
    ("Html", "BidiComponent"),
    ("PlotlyChart", "Slider", "Button", "ButtonGroup", "Selectbox"),
)
ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "explore": WITH_CHARTS,
    "compare": (*WITH_CHARTS, "Multiselect"),
    "catalogue": ("TextInput", "Selectbox", "ButtonGroup"),
    "tune": (*WITH_CHARTS, "NumberInput", "Checkbox"),
    "depth": (*WITH_CHARTS, "Multiselect", "NumberInput"),
    "train": (*WITH_CHARTS, "Multiselect"),
    "vectors": (*WITH_CHARTS, "NumberInput"),
    "neuron": (*WITH_CHARTS, "Multiselect"),
    "learn": ("ImageList", "Button"),
    "teachers": ("ButtonGroup", "ImageList"),
}
WIDTH, HEIGHT = 1200, 630
# Where Streamlit puts the page.
ROOT = '<div id="root"></div>'
MOST_KEPT = 256


def document(page: str, query: str, root: str) -> Answer:
    """The document of a page.

    Parameters
    ----------
    page : str
        Its name.
    query : str
        What its link says.
    root : str
        Where the app is served, such as ``https://school.example/activations``; empty if nobody can tell.
    """
    return _document(page, urlencode(read_link(query), doseq=True), root)


@lru_cache(maxsize=MOST_KEPT)
def _document(page: str, query: str, root: str) -> Answer:
    subject = read_subject(page, read_link(query))
    before_title, between, after_text = _parts()
    # The page's own rules of style come by themselves, but too late to keep what is drawn first in its place. Those
    # that Streamlit writes into the head stand before them, and give way.
    style = styles.element(*styles.ALWAYS, first_styles.WIDE, first_styles.PICTURE)
    head = f"<title>{escape(subject.title)}</title>{_head(subject, root)}{_preload(page)}"
    text = f"{style}<noscript>{sheet.describe(subject)}</noscript>"
    page_with_picture = after_text.replace(ROOT, ROOT + first_picture(subject))
    return pack(f"{before_title}{head}{between}{text}{page_with_picture}", "text/html")


@cache
def plain_document(page: str) -> Answer:
    """The document of a page without anything that its link says, for when there is no time for more."""
    return _document(page, "", "")


@cache
def _parts() -> tuple[str, str, str]:
    """Streamlit's document without its title and without its text for browsers that run no scripts."""
    page = (STATIC / "index.html").read_text("utf-8")
    before_title, _, rest = page.partition("<title>")
    _, _, rest = rest.partition("</title>")
    between, _, rest = rest.partition("<noscript>")
    _, _, after_text = rest.partition("</noscript>")
    return before_title, between, after_text


def _head(subject: Subject, root: str) -> str:
    """The tags that search engines and chat programs read."""
    shown = subject.settled or PAGES[subject.page][0]
    tags = {
        "og:type": "website",
        "og:site_name": APP,
        "og:title": f"{shown} · {APP}",
        "og:description": subject.about,
        "twitter:card": "summary_large_image" if subject.charts else "summary",
        "twitter:title": f"{shown} · {APP}",
        "twitter:description": subject.about,
    }
    links = ""
    if root:
        page_address = f"{root}/{'' if subject.page == HOME else subject.page}"
        tags["og:url"] = address(page_address, subject.query)
        links = f'<link rel="canonical" href="{escape(address(page_address, subject.core_query))}">'
        if subject.charts:
            picture = address(f"{root}/picture.png", subject.query)
            tags |= {
                "og:image": picture,
                "og:image:type": "image/png",
                "og:image:width": str(WIDTH),
                "og:image:height": str(HEIGHT),
                "og:image:alt": subject.alternative,
                "twitter:image": picture,
                "twitter:image:alt": subject.alternative,
            }
    return (
        f'<meta name="description" content="{escape(subject.about)}">'
        + links
        + "".join(
            f'<meta {"name" if name.startswith("twitter") else "property"}="{name}" content="{escape(text)}">'
            for name, text in tags.items()
        )
    )


def address(place: str, query: Link) -> str:
    return f"{place}?{urlencode(query, doseq=True)}" if query else place


@cache
def _preload(page: str) -> str:
    """Tell the browser of the scripts that it will need, but for those of which Streamlit tells it itself."""
    known = (STATIC / "index.html").read_text("utf-8")
    names = scripts_of(*COMMON, *ELEMENTS[page])
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in names
        if name not in known
    )
