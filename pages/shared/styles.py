"""All rules of style of the app, each with its reason: Streamlit's theme goes as far as it can, and these the rest."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

LARGER = 1.4
# A phone: narrower than what Streamlit stacks columns on.
PHONE = "(max-width: 640px)"

# By itself Streamlit writes on charts in a grey that has less contrast with a light page than WCAG AA asks for, and
# keeps a colour that the figure names when the page turns dark. This is the colour of the page's own text, for all but
# what stands on a ground of its own.
INK = """
.js-plotly-plot :is([class*=axislayer], .infolayer, .scatterlayer)
text:not(.bg:not([style*="fill-opacity: 0;"]) ~ *) { fill: currentColor !important; }
"""
# A number at a point can be read where a curve runs behind it.
HALO = """
.scatterlayer .textpoint text { paint-order: stroke; stroke: Canvas; stroke-width: 4px; stroke-linejoin: round; }
"""
# The room above a page is broad and empty. The heading of a page stands in it, out of the flow: it comes once the
# function is known, and pushes nothing down. It is cut short where there are many functions.
HEADING = """
.stMainBlockContainer { padding-top: 6rem !important; }
.stMainBlockContainer > .stVerticalBlock { position: relative; }
.stElementContainer:has(h1.page-name) { position: absolute; top: -2.1rem; left: 0; right: 0; width: auto; }
h1.page-name { font-size: 1.15rem; font-weight: 600; line-height: 1.5; padding: 0; margin: 0;
overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
"""
# A page has one heading of the first rank, so those of its parts are of the second; Streamlit's size for that rank is
# the one for the title of an article.
RANKS = """
.stMarkdown h1 { font-size: 1.75rem; padding: 0.4rem 0; }
.stMarkdown h2, .family-name { font-size: 1.35rem; font-weight: 600; padding: 0.4rem 0; margin: 0; }
.stMarkdown h3 { font-size: 1.15rem; padding: 0.4rem 0; }
"""
# Functions as small pictures: as many in a row as there is room for.
GALLERY = """
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.4rem, 1fr)); gap: 1.2rem 1rem; }
.gallery a { color: inherit; text-decoration: none; }
"""
# White text on the blue that suits a dark page, and that blue as text on a ground of itself, have too little contrast;
# no single blue is good for both. So tags are of the colour of text, on a faint ground of the same,
# and so is a choice below the pointer, whose ground is less faint.
CONTRAST = """
.stMultiSelect [data-tag] { background: color-mix(in srgb, currentColor 14%, transparent); color: inherit; }
.stMultiSelect [data-tag] :is(span, button) { color: inherit; }
.stButtonGroup button:hover p { color: CanvasText; }
"""
# The menu shows the focus of the keyboard by a change of shade that nobody sees.
FOCUS = """
:is([data-testid=stTopNavLink], [data-testid=stSidebarNavLink], .gallery a, .katex-display):focus-visible {
outline: 2px solid currentColor !important; outline-offset: -2px; }
.gallery a:focus-visible { outline-offset: 4px; }
"""
# With forced colours, as people with low vision have them, a browser paints no grounds, and Streamlit's sliders are
# nothing else; nor does what is chosen differ from what is not.
FORCED = """
@media (forced-colors: active) {
.stSlider [role=group] > div > div:first-child { background: CanvasText !important; forced-color-adjust: none; }
.stSlider [role=group] > div > div:has(> div > input) { background: Highlight !important; forced-color-adjust: none;
outline: 2px solid CanvasText; }
.stSlider [role=group] > div > div:has(> div > input:focus-visible) { outline-width: 5px; }
:is(.stButtonGroup, .stCheckbox) :is([aria-checked=true], [aria-pressed=true], [data-selected=true]) {
outline: 3px solid Highlight; outline-offset: -3px; }
}
"""
# A finger that moves up or down over a chart or a slider scrolls the page; Streamlit and Plotly would take the swipe
# for a zoom or a new value. access.js keeps from them what CSS cannot.
TOUCH = """
.js-plotly-plot .draglayer, .js-plotly-plot .draglayer * { touch-action: pan-y pinch-zoom; }
.stSlider [role=group] > div, .stSlider [role=group] > div > div { touch-action: pan-y pinch-zoom !important; }
"""
# Streamlit gives a popover the height that is left below its button, be it 58 pixels; access.js moves it up instead.
POPOVER = """
[data-testid=stPopoverBody] { max-height: 70vh !important; }
"""
# While a thumb is moved, words and tables are still those of the value before; access.js marks them.
BEHIND = """
[class*=st-key-follows-] { transition: opacity 0.1s; }
[class*=st-key-follows-][aria-busy=true] { opacity: 0.35; }
"""
# Work that takes longer than a moment says so over what is there, and pushes nothing down; what is said once it was
# stopped stays, and has a place of its own.
PROGRESS = """
[data-testid=stLayoutWrapper]:has(> .st-key-progress):not(:has(.stAlert)) {
height: 0; margin-bottom: -1rem; overflow: visible; z-index: 10; }
.st-key-progress:has(.stProgress) > * { background: Canvas; height: 3.2rem; flex: none; }
"""
# What is wide scrolls by itself on a phone; a scrollbar for a fraction of a pixel of height takes the wheel and the
# Tab key for nothing.
FORMULAS = """
.katex-display { overflow-y: hidden; }
"""
# A figure does not know how broad it is drawn; on a phone the numbers of neighbouring bars would meet.
NUMBERS = f"""
@media {PHONE} {{ .st-key-bars .textpoint text {{ font-size: 13px !important; }} }}
"""
# For screen readers alone.
HIDDEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;"
# Streamlit prints a dark page dark, with what only a screen has use for, and cuts charts off at the edge of the sheet;
# access.js gives each the measures by which it can shrink.
PRINTED = """
@media print {
@page { margin: 15mm; }
html { font-size: 85% !important; }
html, body, .stApp { background: white !important; color-scheme: light !important; }
.js-plotly-plot .bg { fill: none !important; }
.stApp * { background-color: transparent !important; color: black !important; }
.stMainBlockContainer { padding: 0 !important; }
.stElementContainer:has(h1.page-name) { position: static; }
header, [class*=st-key-play-], .modebar-container { display: none !important; }
[class*=st-key-whole-], .stPlotlyChart, img { break-inside: avoid; }
.stElementContainer:has(.stPlotlyChart), .stElementContainer > :has(> .stPlotlyChart),
.stPlotlyChart, .js-plotly-plot, .js-plotly-plot .plotly, .js-plotly-plot .svg-container {
width: 100% !important; height: auto !important; overflow: visible !important; }
.js-plotly-plot .svg-container { display: grid; }
.js-plotly-plot .main-svg[viewBox] { width: 100% !important; height: auto !important; grid-area: 1 / 1;
position: static !important; background: none !important; }
}
"""
ALWAYS = (
    INK,
    HALO,
    HEADING,
    RANKS,
    GALLERY,
    CONTRAST,
    FOCUS,
    FORCED,
    TOUCH,
    POPOVER,
    BEHIND,
    PROGRESS,
    FORMULAS,
    NUMBERS,
    PRINTED,
)
# Streamlit sets the size of type for all visitors at once and not for one link. Whatever it draws goes by this size,
# on a screen that is no phone's; it is a share of the height, since projectors of 720 and of 900 rows fill the same
# wall. Captions, labels and values of locked controls are pale, which a projector drowns; and there is no room for a
# broad empty strip at the top.
PROJECTED = f"""
@media not all and {PHONE} {{
html {{ font-size: clamp(16px, {LARGER * 16 / 9:.4f}vh, {LARGER * 16:.1f}px) !important; }} }}
.stMainBlockContainer {{ padding-top: 4rem !important; }}
h1.page-name {{ {HIDDEN} }}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] *,
[data-testid=stWidgetLabel], [data-testid=stSliderThumbValue] {{ color: inherit !important; opacity: 1; }}
"""
# In another page's frame there is no menu, nor room for a heading beside it.
EMBEDDED = f"h1.page-name {{ {HIDDEN} }}"
# The controls of a page for paper are of no use there.
FOR_PAPER = """
@media print { [data-testid=stButtonGroup], [data-testid=stCheckbox], [data-testid=stCaptionContainer]
{ display: none; } }
"""


def show(*rules: str) -> None:
    st.html(f"<style>{''.join(rules)}</style>")


def hide(keys: Iterable[str]) -> None:
    """Hide controls by their keys, with the buttons that play them.

    Streamlit gives each control a class by its key; one that is not shown at all would lose its value.
    """
    names = ", ".join(f".st-key-{key}, .st-key-play-{key}" for key in keys)
    show(f"{names} {{ display: none; }}")
