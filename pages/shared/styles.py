"""All rules of style of the app, each with its reason: Streamlit's theme goes as far as it can, and these the rest."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

LARGER = 1.4
# A phone: narrower than what Streamlit stacks columns on.
PHONE = "(max-width: 640px)"

# By itself Streamlit writes on charts in a grey that has less contrast with a light page than WCAG AA asks for, and
# keeps a colour that the figure names when the page turns dark. This is the colour of the page's own text, for all but
# what stands on a ground of its own. A number at a point can be read where a curve runs behind it.
INK = """
.scatterlayer .textpoint text { paint-order: stroke; stroke: Canvas; stroke-width: 4px; stroke-linejoin: round; }
.js-plotly-plot :is([class*=axislayer], .infolayer, .scatterlayer)
text:not(.bg:not([style*="fill-opacity: 0;"]) ~ *) { fill: currentColor !important; }
"""
# The room above a page is broad and empty. A heading that is long is cut short. Until scripts have come, Streamlit
# draws bars in the place of headings, sliders and sentences; they are as high. Who goes through a page by keyboard
# finds nothing below the bar.
HEADING = """
.stMain { scroll-padding-top: 4.4rem; } .stMainBlockContainer { padding-top: 4.4rem !important; }
.st-key-heading { min-height: 2rem; } .st-key-heading p { margin: 0; }
.st-key-heading .stHtml { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 1rem; }
.st-key-heading [data-testid=stSkeleton], .st-key-heading .stElementContainer:has([data-testid=stSkeleton]) {
height: 1.75rem; min-height: 0; overflow: hidden; }
@media (max-width: 640px) { .st-key-heading [data-testid=stSkeleton],
.st-key-heading .stElementContainer:has([data-testid=stSkeleton]) { height: 3.375rem; } }
.st-key-parameters .stElementContainer[class*=st-key-]:not([class*=st-key-play-]):has([data-testid=stSkeleton]) {
min-height: 4.25rem; }
.st-key-probe .st-key-follows-said:not(:has(.reading)) { min-height: 13.9rem; }
.st-key-probe:has(.st-key-more) .st-key-follows-said { min-height: 5.6rem !important; }
@media (min-width: 1280px) { .st-key-probe .st-key-follows-said:not(:has(.reading)) { min-height: 8.9rem; }
.st-key-probe:has(.st-key-more) .st-key-follows-said { min-height: 4rem !important; } }
h1.page-name { font-size: 1.15rem; font-weight: 600; line-height: 1.5; padding: 0; margin: 0;
overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 100%; }
"""
# The name of the app stands before the menu, where there is room for both.
BRAND = """
.stAppToolbar::before { content: "Activation Explorer"; font-weight: 700; font-size: 1.05rem; white-space: nowrap;
margin: 0 0.5rem 0 0.25rem; }
@media (min-width: 641px) and (max-width: 1279px) { .stAppToolbar::before { display: none; } }
.stAppToolbar { padding-right: 17.5rem; }
@media (max-width: 1279px) { [data-testid=stTopNavLink] > span:has([data-testid=stIconMaterial]) { display: none; } }
@media (max-width: 640px) {
.stAppToolbar { padding-right: 7rem; } .st-key-class-view { display: none; }
.stAppToolbar::before { position: absolute; left: 50%; transform: translateX(-50%); margin: 0; }
[data-testid=stExpandSidebarButton] { width: auto; min-height: 44px; order: 1; }
[data-testid=stExpandSidebarButton] [data-testid=stIconMaterial] { display: none; }
[data-testid=stExpandSidebarButton]::after { content: "☰ Menu"; font-size: 1rem; padding: 0 0.5rem; }
}
[data-testid=stLayoutWrapper]:has(> .st-key-bar), .st-key-bar { position: fixed; top: 0; right: 0.75rem; width: auto;
height: 3.75rem; z-index: 999991; align-items: center; gap: 0.5rem; flex-wrap: nowrap; }
.st-key-bar > .st-key-class-view { min-width: 6.85rem; } .st-key-bar > .st-key-share-page { min-width: 6.05rem; }
.code { width: min(18rem, 40vh); }
.share-actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.share-actions button { font: inherit; color: inherit; background: transparent; border-radius: 0.5rem; cursor: pointer;
border: 1px solid color-mix(in srgb, currentColor 45%, transparent); padding: 0.4rem 0.8rem; min-height: 2.5rem; }
"""
# Explore says its heading in the choice of a function, where all can read it.
UNSEEN = """
[data-testid=stLayoutWrapper]:has(> .st-key-heading-unseen), .st-key-heading-unseen { position: absolute;
width: 1px !important; height: 1px; overflow: hidden; clip-path: inset(50%); }
.st-key-favourites { align-items: center; gap: 0.5rem; min-height: 2.75rem; }
.st-key-favourites > .st-key-favourite { min-width: min(33.5rem, 100%); }
.st-key-favourites > .st-key-family { flex: 0 1 12rem; }
.st-key-choice { gap: 0.5rem; flex-wrap: wrap; min-height: 2.75rem; }
.st-key-choice > .st-key-f { flex: 0 0 19rem; width: 19rem; }
.st-key-choice > :is(.st-key-previous, .st-key-next) { flex: 0 0 2.75rem; }
:is(.st-key-previous, .st-key-next) p { position: absolute; left: 0; width: 1px; height: 1px; overflow: hidden;
clip-path: inset(50%); }
:is(.st-key-previous, .st-key-next) button { position: relative; }
.st-key-choice > .stElementContainer:last-child { flex: 1 1 24rem; width: auto; }
.gist { margin: 0 0 0 0.5rem; font-size: 1.15rem; line-height: 1.35; }
"""
# Chart and sliders stand in the first view together, in places that are kept for them: side by side where there is
# room. On a phone the sliders stick to the lower edge of the screen, in reach of the thumb, whatever is looked at.
STAGE = """
.st-key-picture, .st-key-picture > .stElementContainer { min-height: 0; }
.st-key-picture > .stElementContainer, .st-key-picture .stPlotlyChart { height: 100% !important; }
.st-key-stage { --height: clamp(20rem, 40vh, 40rem); position: relative; padding-top: calc(var(--height) + 1rem); }
.st-key-stage > :has(> .st-key-picture) { position: absolute; top: 0; left: 0; right: 0; height: var(--height); }
.st-key-parameters { gap: 0.75rem; } .st-key-parameters:not(:has(*)) { display: none; }
.st-key-parameters:has(> :nth-child(6)) { max-height: 27rem; overflow-y: auto; flex-wrap: nowrap; }
.st-key-parameters [data-testid=stSliderTickBar] { opacity: 1; }
.scale { margin: -0.6rem 0.4rem 0; }
.scale .marks { position: relative; height: 0.5rem; }
.scale i { position: absolute; top: -1.85rem; height: 0.5rem; border-left: 2px solid currentColor; opacity: 0.6;
pointer-events: none; }
.st-key-parameters .stElementContainer:has(+ .stElementContainer), .st-key-x { min-height: 4.25rem; }
.scale .known { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; margin-top: 0.2rem; }
.scale :is(input, button) { font: inherit; color: inherit; background: transparent; border-radius: 0.5rem;
border: 1px solid color-mix(in srgb, currentColor 45%, transparent); padding: 0.15rem 0.5rem; min-height: 2rem; }
.scale label { font-weight: 600; } .scale input { width: 5.5rem; } .scale button { cursor: pointer; }
.scale button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
.scale :is(input, button):focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.reading { font-size: 1.1rem; margin: 0 0 0.4rem; } .behind p { margin: 0 0 0.4rem; }
.katex :is([style*="#a6228f"], [style*="166, 34, 143"]), .scale label {
color: light-dark(#a6228f, #f08bdc) !important; }
[class*=st-key-play-] button[aria-pressed=true] :is([data-testid=stIconMaterial], p) { font-size: 0; }
[class*=st-key-play-] button[aria-pressed=true]:has(p)::after { content: "■ Stop"; }
@media (min-width: 1000px) {
.st-key-stage { --height: clamp(520px, 100vh - 22rem, 60rem); min-height: calc(var(--height) + 3.5rem); padding-top: 0;
display: grid; grid-template-columns: minmax(0, 62fr) minmax(0, 38fr); gap: 0.6rem 2rem;
grid-template-areas: "picture formula" "picture parameters" "picture probe" "toggles probe";
grid-template-rows: auto auto 1fr auto; }
.st-key-stage > :has(> .st-key-picture) { grid-area: picture; position: static; }
.st-key-formula { min-height: 5.5rem; justify-content: center; }
.st-key-toggles:has(.st-key-exact) > .st-key-show { min-width: min(29.4rem, 100%); }
.st-key-formula .katex-display { margin: 0 !important; }
.st-key-stage > :has(> .st-key-formula) { grid-area: formula; }
.st-key-stage > :has(> .st-key-parameters) { grid-area: parameters; }
.st-key-stage > :has(> .st-key-probe) { grid-area: probe; }
.st-key-stage > :has(> .st-key-toggles) { grid-area: toggles; }
}
@media (max-width: 640px) {
.st-key-stage > :has(> .st-key-parameters) { position: fixed; z-index: 99; left: 0; right: 0; bottom: 0; width: auto;
max-height: 40vh; overflow-y: auto; padding: 0.5rem 1rem calc(0.5rem + env(safe-area-inset-bottom)); background: Canvas;
box-shadow: 0 -1px 6px rgba(0, 0, 0, 0.25); }
.st-key-parameters .known { display: none; }
.stMainBlockContainer:has(.st-key-parameters) { padding-bottom: 14rem; }
.st-key-choice { min-height: 7rem; align-content: flex-start; }
.st-key-choice > .st-key-f { flex: 1 1 0; min-width: 0; width: auto; }
.st-key-choice .stButton button { min-width: 44px; min-height: 44px; }
.st-key-favourites { min-height: 3.75rem; align-content: flex-start; }
.st-key-favourites > .st-key-family { display: none; } .st-key-favourites > .st-key-favourite { min-width: 0; }
.gist { font-size: 1rem; margin: 0; } .modebar-container { display: none; }
}
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
.gallery a { color: inherit; text-decoration: none; } .gallery a[hidden], section[hidden] { display: none; }
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
POPOVER = "[data-testid=stPopoverBody] { max-height: 70vh !important; }"
# While a thumb is moved, words and tables are still those of the value before; access.js marks them.
BEHIND = """
[class*=st-key-follows-] { transition: opacity 0.1s; }
[class*=st-key-follows-][aria-busy=true]:not(:has([data-reading])), [aria-busy=true] .behind { opacity: 0.35; }
"""
# Work that takes longer than a moment says so over what is there, and pushes nothing down; what is said once it was
# stopped stays, and has a place of its own.
PROGRESS = """
[data-testid=stLayoutWrapper]:has(> .st-key-progress):not(:has(.stAlert)) {
height: 0; margin-bottom: -1rem; overflow: visible; z-index: 10; }
.st-key-progress:has(.stProgress) > * { background: Canvas; height: 3.2rem; flex: none; }
"""
# What is wide scrolls by itself on a phone; a scrollbar for a fraction of a pixel of height takes the wheel and the
# Tab key for nothing. Where nothing hovers, the buttons of a table are always there, and would cover its heading.
FORMULAS = """
.katex-display { overflow-y: hidden; }
@media (max-width: 640px) { [data-testid=stMarkdownContainer] table { display: block; overflow-x: auto; } }
@media (hover: none) { [data-testid=stDataFrame] { margin-top: 2.75rem; } }
"""
# A figure does not know how broad it is drawn; on a phone the numbers of neighbouring bars would meet.
NUMBERS = f"@media {PHONE} {{ .st-key-bars .textpoint text {{ font-size: 13px !important; }} }}"
HEADINGS = ":is([data-testid=stLayoutWrapper]:has(> [class*=st-key-heading]), [class*=st-key-heading])"
PAPER_HEADING = "[data-testid=stLayoutWrapper]:has(> .st-key-heading-unseen), .st-key-heading-unseen"
# For screen readers alone.
HIDDEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;"
# Streamlit prints a dark page dark, with what only a screen has use for, and cuts charts off at the edge of the sheet;
# access.js gives each the measures by which it can shrink. On paper a page has its heading, its picture with the
# sliders as they stand, and its words, and what stands side by side stays so.
PRINTED = f"""
@media print {{
@page {{ size: A4; margin: 10mm; }}
html {{ font-size: 75% !important; }}
html, body, .stApp {{ background: white !important; color-scheme: light !important; }}
.js-plotly-plot .bg {{ fill: none !important; }}
.stApp * {{ background-color: transparent !important; color: black !important; }}
.stMainBlockContainer {{ padding: 0 !important; }}
header, button.phase, .phase-timer, .st-key-bar, [class*=st-key-play-], .modebar-container, .st-key-favourites, .known,
.st-key-type, .stTooltipIcon, .stMultiSelect, .stPopover, .st-key-exact, .st-key-range, .stExpander:not(:has([open])),
.stElementContainer:has(> :is(.stMultiSelect, .stSelectbox, .stButtonGroup, .stNumberInput, .stPageLink)),
.stElementContainer:not([class*=st-key-answer-]):has(> .stButton) {{ display: none !important; }}
{PAPER_HEADING} {{ position: static !important; width: auto !important; height: auto !important; clip-path: none; }}
[class*=st-key-whole-], .stPlotlyChart, img, .stTable, table {{ break-inside: avoid; }} h2, h3 {{ break-after: avoid; }}
.stHorizontalBlock {{ display: flex !important; flex-wrap: nowrap !important; gap: 1rem; }}
.stHorizontalBlock > * {{ min-width: 0 !important; flex: 1 1 0 !important; }}
.st-key-stage {{ display: block !important; padding: 0 !important; min-height: 0 !important; }}
.st-key-stage > :has(> .st-key-picture), .st-key-picture, .st-key-picture .stPlotlyChart,
.st-key-stage > :has(> .st-key-parameters) {{ position: static !important; height: auto !important; box-shadow: none; }}
.stElementContainer:has(.stPlotlyChart), .stElementContainer > :has(> .stPlotlyChart),
.stPlotlyChart, .js-plotly-plot, .js-plotly-plot .plotly, .js-plotly-plot .svg-container {{
width: 100% !important; height: auto !important; min-height: 0 !important; overflow: visible !important;
visibility: visible !important; }}
.js-plotly-plot .svg-container {{ display: grid; }}
.js-plotly-plot .main-svg[viewBox] {{ width: 100% !important; height: auto !important; max-height: 9cm;
grid-area: 1 / 1; position: static !important; background: none !important; }}
}}
"""
# A page with charts fits one sheet: charts side by side are low, lines close, and tables that can be sorted, which keep
# the colours of the screen, stay there with all that can be folded away.
ONE_SHEET = """
@media print { .stApp:has(.js-plotly-plot) {
:is(.stElementContainer, [data-testid=stLayoutWrapper], .stVerticalBlock, .stHorizontalBlock, .stColumn) {
height: auto !important; min-height: 0 !important; margin: 0 !important; }
.stElementContainer { margin-bottom: 0.2rem !important; } table :is(th, td) { padding: 0.1rem 0.4rem !important; }
[data-testid*=Container], .stMarkdown :is(p, li, ul) { margin-block: 0 0.1rem !important; }
.stCode pre { padding: 0.1rem 0 !important; } h2 { font-size: 1.2rem !important; padding: 0.2rem 0 !important; }
[data-testid*=Caption] p { font-size: 0.75rem; } .stHorizontalBlock .main-svg[viewBox] { max-height: 3.4cm !important; }
.stElementContainer:has(h2):has(+ .stElementContainer .stDataFrame), .stElementContainer:has(> .stDownloadButton),
.stDataFrame, .stExpander { display: none !important; } } }
"""
# What comes late has its room kept: charts of a comparison, and the filters of the catalogue.
KEPT = f"""
.st-key-charts [data-testid=stColumn] {{ min-height: 20rem; }}
[data-testid=stColumn] :is(.st-key-q, .st-key-family), .st-key-fs, .st-key-range {{ min-height: 4.25rem; }}
[data-testid=stHorizontalBlock]:has(> [class*=st-key-play-]) {{ min-height: 4.25rem; }}
.st-key-has {{ min-height: 3.75rem; }} .st-key-as {{ min-height: 3.9rem; }}
@media {PHONE} {{ .st-key-has {{ min-height: 8.25rem; }} .st-key-fs {{ min-height: 6.75rem; }} }}
"""
# The time left in a phase of a lesson, on whatever page is shown meanwhile; at its end it changes without a sound.
TIMER = """
button.phase, .phase-timer { font: inherit; color: inherit; border-radius: 0.5rem; cursor: pointer; min-height: 2.75rem;
border: 1px solid color-mix(in srgb, currentColor 45%, transparent); padding: 0.3rem 0.8rem; background: transparent;
white-space: nowrap; font-variant-numeric: tabular-nums; }
.phase-timer { position: fixed; right: 1rem; bottom: 1rem; z-index: 999990; background: Canvas; font-size: 1.5rem;
font-family: "Source Sans", sans-serif; opacity: 0.85; }
.phase-timer.over { background: CanvasText; color: Canvas; }
"""
ALWAYS = (
    *(INK, HEADING, BRAND, UNSEEN, STAGE, RANKS, GALLERY, CONTRAST, FOCUS, FORCED, TOUCH, POPOVER, BEHIND),
    *(PROGRESS, FORMULAS, NUMBERS, KEPT, TIMER, PRINTED, ONE_SHEET),
)
# Streamlit sets the size of type for all visitors at once and not for one link. Whatever it draws goes by this size,
# on a screen that is no phone's; it is a share of the height, since projectors of 720 and of 900 rows fill the same
# wall. The menu, too, is larger, and the name of the app would push it below the buttons. Captions, labels and values
# of locked controls are pale, which a projector drowns; and there is no room for a broad empty strip at the top.
PROJECTED = f"""
@media not all and {PHONE} {{
html {{ font-size: clamp(16px, {LARGER * 16 / 9:.4f}vh, {LARGER * 16:.1f}px) !important; }} }}
@media (min-width: 641px) and (max-width: 1679px) {{ .stAppToolbar::before {{ display: none; }} }}
.stMainBlockContainer {{ padding-top: 4rem !important; }}
{HEADINGS} {{ {HIDDEN} min-height: 0; }}
.st-key-favourites {{ display: none; }}
.st-key-charts [data-testid=stColumn] {{ min-height: 0; }}
.st-key-stage {{ --height: calc(100vh - 10.5rem) !important; }}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] *,
[data-testid=stWidgetLabel], [data-testid=stSliderThumbValue] {{ color: inherit !important; opacity: 1; }}
"""
# In another page's frame there is no menu, nor room for a heading beside it.
EMBEDDED = f"{HEADINGS} {{ {HIDDEN} min-height: 0; }}"
# The controls of a page for paper are of no use there, nor is its heading, which speaks to who prints it.
FOR_PAPER = f"""
@media print {{ [data-testid=stButtonGroup], [data-testid=stCheckbox], [data-testid=stCaptionContainer], {HEADINGS}
{{ display: none !important; }} }}
"""


def element(*rules: str) -> str:
    return f"<style>{''.join(rules)}</style>"


def show(*rules: str) -> None:
    st.html(element(*rules))


def hide(keys: Iterable[str]) -> None:
    """Hide controls by their keys, with the buttons that play them.

    Streamlit gives each control a class by its key; one that is not shown at all would lose its value.
    """
    names = ", ".join(f".st-key-{key}, .st-key-play-{key}" for key in keys)
    show(f"{names} {{ display: none; }}")
