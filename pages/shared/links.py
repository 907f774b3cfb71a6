"""A page is a function of its link: reading one with suspicion, and writing one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException

Check = Callable[[list[str]], str | None]

COMPLAINTS = "complaints"
PAGES = frozenset(page.stem for page in Path(__file__).parents[1].glob("*.py"))
# How a page is shown in class, whatever is on it.
KEPT = ("view", "lock", "hide")


def heed(checks: Mapping[str, Check]) -> None:
    """Drop the values of the link that make no sense, and remember to say so.

    Parameters
    ----------
    checks : mapping
        For each key of the page a function that gets all the values of that key and returns None if they are
        good, otherwise what would be right.
    """
    found = []
    for key, check in checks.items():
        given = st.query_params.get_all(key)
        wanted = check(given) if given else None
        if wanted is not None and _dropped(key):
            found.append(f"The link says {key} = {quoted(', '.join(given))}; {wanted}. Showing the default.")
    if found:
        # Streamlit seeds widgets from the link as it was when the run began, so the cleaned link needs a run of
        # its own; the session carries the message across, because the link no longer can.
        st.session_state.setdefault(COMPLAINTS, []).extend(found)
        st.rerun()


def shorten(key: str, most: int, what: str) -> None:
    """Keep the first `most` values of a key of the link, and remember to say so if there are more."""
    given = st.query_params.get_all(key)
    if len(given) <= most:
        return
    try:
        st.query_params[key] = given[:most]
    except StreamlitAPIException:
        # As in _dropped; Streamlit shortens it itself.
        return
    complaint = f"The link names {len(given)} {what}; the first {most} are shown."
    # The session carries it across, as in heed.
    st.session_state.setdefault(COMPLAINTS, []).append(complaint)
    st.rerun()


def complaints() -> None:
    """Say which values of the link were not understood, until the person leaves the page."""
    for complaint in st.session_state.get(COMPLAINTS, []):
        st.warning(complaint, icon=":material/link_off:")


def _dropped(key: str) -> bool:
    try:
        del st.query_params[key]
    except StreamlitAPIException:
        # Bound already: the browser went back to a bad link within one session, and Streamlit itself falls
        # back to the widget's default.
        return False
    return True


def quoted(text: str, longest: int = 40) -> str:
    """Return `text` as an inline code span that is safe to show, shortened if it is long."""
    printable = "".join(character if character.isprintable() else "·" for character in text[: longest + 1])
    shown = printable if len(text) <= longest else f"{printable[:longest]}…"
    return f"`{shown.replace('`', 'ˋ') or ' '}`"


def number(low: float, high: float) -> Check:
    """Return a check for one number within [low, high]."""

    def check(given: list[str]) -> str | None:
        return None if _numbers(given, low, high, 1) else f"one number from {low:g} to {high:g} is needed"

    return check


def whole(low: int, high: int) -> Check:
    """Return a check for one whole number within [low, high]."""

    def check(given: list[str]) -> str | None:
        good = number(low, high)(given) is None and float(given[0]).is_integer()
        return None if good else f"one whole number from {low} to {high} is needed"

    return check


def step(low: int, high: int, step: int) -> Check:
    """Return a check for one of the numbers low, low + step … high."""

    def check(given: list[str]) -> str | None:
        numbers = _numbers(given, low, high, 1)
        good = numbers is not None and (numbers[0] - low) % step == 0
        return None if good else f"one of {low}, {low + step} … {high} is needed"

    return check


def interval(low: float, high: float) -> Check:
    """Return a check for two ascending numbers within [low, high]."""

    def check(given: list[str]) -> str | None:
        numbers = _numbers(given, low, high, 2)
        good = numbers is not None and numbers[0] <= numbers[1]
        return None if good else f"two ascending numbers from {low:g} to {high:g} are needed"

    return check


def _numbers(given: list[str], low: float, high: float, count: int) -> list[float] | None:
    try:
        # float() also reads digits of other scripts and underscores, which Streamlit's parser may not.
        numbers = [float(text) for text in given if text.isascii() and "_" not in text]
    except ValueError:
        return None
    return numbers if len(numbers) == len(given) == count and all(low <= n <= high for n in numbers) else None


def one_of(options: Sequence[str]) -> Check:
    """Return a check for one of a set of words."""

    def check(given: list[str]) -> str | None:
        return None if len(given) == 1 and given[0] in options else f"one of {_some(options)} is needed"

    return check


def some_of(options: Sequence[str]) -> Check:
    """Return a check for different words of a set, or none of them."""

    def check(given: list[str]) -> str | None:
        good = given == [""] or (set(given) <= set(options) and len(set(given)) == len(given))
        return None if good else f"any of {_some(options)} can be chosen, each once"

    return check


def text(longest: int) -> Check:
    """Return a check for one text of limited length."""

    def check(given: list[str]) -> str | None:
        return (
            None
            if len(given) == 1 and len(given[0]) <= longest
            else f"one text of at most {longest} characters is needed"
        )

    return check


def _some(options: Sequence[str]) -> str:
    return ", ".join(options[:8]) + (" …" if len(options) > 8 else "")


def address(path: str, query: Mapping[str, object]) -> str:
    """Return the full link to a page of this app with the given query."""
    parts = urlsplit(st.context.url or "")
    root = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    encoded = urlencode(query, doseq=True)
    return f"{root}{folder()}/{path}{'?' if encoded else ''}{encoded}"


def folder() -> str:
    """Return the folder of the site under which the app is served: nothing, or such as ``/maths/activations``.

    Streamlit knows it if it was told; behind a proxy that takes the folder off, only the browser's address has it,
    followed by the name of a page.
    """
    told = str(st.get_option("server.baseUrlPath") or "").strip("/")
    parts = told.split("/") if told else urlsplit(st.context.url or "").path.strip("/").split("/")
    if not told and parts[-1] in PAGES:
        parts.pop()
    return "".join(f"/{part}" for part in parts if part)


def page_link(page: str, label: str, query: Mapping[str, str | list[str]], icon: str | None = None) -> None:
    """Show a link to another page that carries `query`."""
    try:
        st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params=query)
    except StreamlitAPIException:
        # A page run by itself has no navigation, hence nowhere to lead to.
        return


def forget(key: str) -> None:
    """Take a key that asks for something once, such as ``add``, out of the link."""
    _dropped(key)


def went(query: Mapping[str, str | list[str]], kept: Sequence[str] = KEPT) -> None:
    """Change the link in one step, which is what the browser's Back undoes; of what it says, only `kept` stays."""
    stays = {key: st.query_params.get_all(key) for key in kept if key in st.query_params}
    st.query_params.from_dict(stays | query)


def keep(key: str, default: object) -> None:
    """Keep the value of a bound widget in the link although this run may not show the widget."""
    value = _texts(kept(key, default))
    if value == (st.query_params.get_all(key) or _texts(default)):
        return
    try:
        st.query_params[key] = value
    except StreamlitAPIException:
        # Still bound, since the run before showed the widget: the link has the value until the next run.
        return


def kept(key: str, default: Any) -> Any:
    """Return the value of a bound widget, whether it is shown or not; from the link, it is text."""
    value = st.session_state.get(key)
    if value is not None:
        return value
    given = st.query_params.get_all(key)
    if not given:
        return default
    return given if isinstance(default, tuple) else given[0]


def _texts(value: object) -> list[str]:
    return (
        [each if isinstance(each, str) else f"{each:g}" for each in value]
        if isinstance(value, (tuple, list))
        else [str(value)]
    )


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: no link, picture, formula or icon of theirs."""
    # A word joiner keeps an address from becoming a link by itself.
    text = re.sub(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u2060", text)
    return re.sub(r"([\\`*_\[\]<$~!]|:(?=\w))", r"\\\1", text)


def written(current: Mapping[str, object], defaults: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Return the query that restores `current`, without what is at its default."""
    return {
        key: [str(item) for item in value] or [""] if isinstance(value, (list, tuple)) else str(value)
        for key, value in current.items()
        if value is not None and value != defaults.get(key)
    }
