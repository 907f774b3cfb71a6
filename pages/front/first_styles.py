"""The rules of style of the document, for the time until the page has drawn itself."""

from __future__ import annotations

# Until it hears that the app is wide, Streamlit draws it narrow, and then moves everything.
WIDE = """
.stMainBlockContainer { max-width: initial !important; padding-left: 5rem; padding-right: 5rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
"""
# The document comes with a picture, where the page will have its own, and in the colours that it will have: what
# stands above it on the page is as high as these lengths say. It lies over the bars that Streamlit draws first, and
# leaves by itself should the page never come.
CHARTS = {"first-wide": (774, 548), "first-narrow": (358, 338)}
WIDTH = 1280
PICTURE = """
#first-picture { --ground: #fff; color: #171614; background: var(--ground); position: absolute; z-index: 2;
left: 5rem; right: 5rem; font-family: "Source Sans", sans-serif; overflow: hidden; pointer-events: none;
animation: first-picture-leaves 0s 30s forwards; }
#first-picture a { pointer-events: auto; }
@keyframes first-picture-leaves { to { visibility: hidden; } }
#first-picture svg { display: block; width: 100%; height: 100%; }
#first-picture .first-narrow { display: none; }
.first-stage { top: 13rem; height: clamp(520px, 100vh - 22rem, 60rem); width: calc((100vw - 12rem) * 0.62); }
.first-compare:not(.first-stage) { top: 26rem; }
.first-compare > div { display: grid; grid-template-columns: repeat(var(--columns), 1fr); gap: 1rem; }
.first-catalogue { top: 13.5rem; }
@media (max-width: 999px) {
.first-stage { height: clamp(20rem, 40vh, 40rem); width: auto; }
}
@media (max-width: 735px) { #first-picture { left: 1rem; right: 1rem; } }
@media (max-width: 640px) {
.first-compare > div { display: block; }
#first-picture .first-narrow { display: block; }
#first-picture .first-wide { display: none; }
}
@media (prefers-color-scheme: dark) { #first-picture { --ground: #0e1117; color: #fafafa; }
body { background: #0e1117; } }
"""
# A browser that runs no scripts: nothing takes the picture away.
WITHOUT_SCRIPTS = "#first-picture { position: static; }"
