"""The settings of a page: each control declared once, and the link that restores it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from pages.shared import compat, links
from pages.shared.reading import CLASSROOM, LOCK, NO_SUCH_SETTING, Link, Reading, query_of
from pages.shared.widgets.control import Control, UnreadError
from pages.shared.widgets.numbers import Slider

T = TypeVar("T")

HOME = "explore"
MOST_COMPLAINTS = 12
# Links that were written and that no request has carried yet: more than anybody changes while one is on its way.
MOST_UNCONFIRMED = 20


@dataclass
class Visit:
    """The state of the page that the session is on.

    Attributes
    ----------
    values, owners : dict
        The value of each control by key, and for which function or lesson it was set.
    shapes, first : dict
        Of each widget as it was last shown: its range or options, and the value it was first shown with.
    before, rendered : set of str
        Keys of the widgets that stood on the page when this run began, and of those that it has shown so far. Of
        others Streamlit may hold what was once put into them.
    pending : set of str
        Keys of widgets that do not show their value yet, since something else has set it.
    link : dict
        The link as last read or written.
    unconfirmed : list of dict
        Links before it that a request on its way may still carry.
    linked : list of Control
        The controls that the link restores.
    complaints : list of str
        What the link said that is not so.
    fresh, overtaken : bool
        Whether this is the first run of the session, when a browser that was cut off may know more than its link;
        and whether it did.
    scratch : dict
        Work that is not finished, such as a training run.
    """

    page: str
    values: dict[str, Any] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Hashable] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)
    rendered: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    link: Link = field(default_factory=dict)
    unconfirmed: list[Link] = field(default_factory=list)
    linked: list[Control[Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    fresh: bool = False
    overtaken: bool = False
    scratch: dict[str, Any] = field(default_factory=dict)


def visit() -> Visit:
    current: Visit = st.session_state["visit"]
    return current


def paths() -> list[str]:
    """The last parts of the addresses at which the present page is found."""
    page = visit().page
    # Behind a proxy the root of the app may have a name too.
    return [page, "", links.folder().rpartition("/")[2]] if page == HOME else [page]


def carried_over() -> dict[str, Any]:
    """The state that goes from page to page, such as the comparison a person has built."""
    carried: dict[str, Any] = st.session_state.setdefault("carried", {})
    return carried


def present_link() -> Link:
    return {key: st.query_params.get_all(key) for key in st.query_params}


class Settings(Reading):
    """The controls of a page and their values, which the link restores and the session keeps.

    A page adds all its controls before it shows any: a value is known, and fits its control, wherever it comes from
    and whether or not its widget is on the screen.
    """

    def __init__(self, page: str) -> None:
        before: Visit | None = st.session_state.get("visit")
        link = present_link()
        if before is None or before.page != page:
            shown_in_class = before is not None and before.values.get("view") == "class"
            _forget_session()
            # No link can hold it: it keeps link and widgets in step.
            now = st.session_state["visit"] = Visit(page, fresh=before is None)
            said: Link | None = link if link or not shown_in_class else {"view": ["class"]}
        else:
            now = before
            now.fresh = False
            said = link if _has_changed(now, link) else None
        super().__init__(said or {})
        self.from_link = said
        self.values, self.complaints = now.values, now.complaints
        if said is not None:
            now.pending = set(now.values) | set(now.shapes)
            now.values.clear()
            now.owners.clear()
            now.complaints.clear()
        now.link = link
        self.visit = now
        # Typed texts that are no value of their control, and other spellings of its value.
        self.unread: dict[str, str] = {}
        self.respelled: dict[str, str] = {}
        self.add(*CLASSROOM)

    def _value(self, control: Control[Any]) -> None:
        now, key = self.visit, control.key
        if self.from_link is not None and key in self.from_link:
            now.values[key] = self._read(control, self.from_link[key])
        elif key in now.rendered and key not in now.pending:
            self._take(control)
        if now.owners.get(key, control.owner) != control.owner and key in now.values:
            now.values[key] = control.adopt(now.values[key])
            now.pending.add(key)
        now.owners[key] = control.owner
        value = now.values.get(key, control.default)
        now.values[key] = control.fit(value)
        if now.values[key] != value:
            now.pending.add(key)

    def _take(self, control: Control[Any]) -> None:
        """Take the value of a widget; one that was emptied, or clicked off, keeps the value it had."""
        shown = st.session_state.get(control.key)
        try:
            if shown is not None:
                values, key = self.visit.values, control.key
                # A widget that nobody has touched is no mistake, even if its value is no option any more.
                values[key] = control.fit(shown) if shown == values.get(key) else control.read(shown)
                if control.to_streamlit(values[key]) != shown:
                    self.visit.pending.add(key)
                    self.respelled[key] = str(shown)
                return
        except UnreadError:
            self.unread[control.key] = str(shown)
        self.visit.pending.add(control.key)

    def override_link(self, values: Mapping[str, Any]) -> None:
        super().override_link(values)
        for key in values:
            self.visit.owners.pop(key, None)
            self.visit.pending.add(key)

    def finish(self, missing: Callable[[str], str] = lambda _: NO_SUCH_SETTING) -> None:
        """Show the complaints about the link: also of keys that the page does not have, see `refuse_unknown`."""
        now = self.visit
        self.refuse_unknown(missing)
        for key in set(now.values) - set(self.controls):
            del now.values[key]
            now.owners.pop(key, None)
        now.before, now.rendered = now.rendered, set()
        now.linked = self.linked()
        for complaint in now.complaints[:MOST_COMPLAINTS]:
            st.warning(complaint, icon=":material/link_off:")
        more = len(now.complaints) - MOST_COMPLAINTS
        if more > 0:
            st.warning(f"… and {more} more like these.", icon=":material/link_off:")

    def show(self, control: Control[T], **layout: Any) -> T:
        """Show the widget of a control, with options of Streamlit's such as ``width``, and return its value.

        A value that Streamlit would refuse never reaches the widget: what was set elsewhere is put into it first.
        """
        now, key = self.visit, control.key
        known = key in st.session_state and (key in now.before or key in now.rendered)
        if known and key not in now.pending:
            # In a fragment nothing has asked for the value yet.
            self._take(control)
        value = now.values[key]
        widget = control.widen_to(value)
        shape = widget.shape()
        if (
            key in now.pending
            or (known and now.shapes.get(key) != shape)
            or not (known or (now.fresh and control.has_default))
        ):
            st.session_state[key] = control.to_streamlit(value)
            now.pending.discard(key)
        if now.shapes.get(key) != shape or not known:
            now.first[key] = value
        now.shapes[key] = shape
        now.rendered.add(key)
        drawn = widget.draw(now.first[key], disabled=is_locked(key), **layout)
        shown: T = value if drawn is None else control.fit(drawn)
        if shown != value:
            now.values[key] = shown
            now.overtaken = now.fresh
        return shown

    def show_link(self, without: Collection[str] = ()) -> None:
        path = "" if self.visit.page == HOME else self.visit.page
        st.markdown("This link shows exactly what you see:")
        st.code(links.address(path, self.query(without)), language=None)

    def field(self, control: Slider, label: str = "") -> None:
        """Show a number field beside a slider, which takes any number of its domain; an emptied one keeps its value."""
        key, value = f"exact-{control.key}", self[control]
        low, high = control.bounds
        # The field shows what the slider says; a widget with a key takes it from the session.
        st.session_state[key] = value
        st.number_input(
            label or control.label, min(low, value), max(high, value), None, step=control.step, format="%.12g",
            key=key, on_change=_take_field, args=(control, key), disabled=is_locked(control.key),
        )  # fmt: skip


def query(controls: Sequence[Control[Any]]) -> Link:
    """The query of controls that are not at their defaults, all but those of the class view."""
    return query_of([control for control in controls if control not in CLASSROOM], visit().values)


def set_values(values: Mapping[str, Any]) -> None:
    """Set controls from elsewhere, such as a button: for callbacks, which come before the page runs."""
    now = visit()
    now.values.update(values)
    now.pending.update(values)
    for key in values:
        # Meant for the control that comes, whose owner may be set here too.
        now.owners.pop(key, None)


def _take_field(control: Slider, key: str) -> None:
    number = st.session_state[key]
    if number is not None:
        set_values({control.key: control.fit(float(number))})


def widget_value(key: str) -> Any:
    """The value of a widget without a place in the link, which only the session knows before it is shown."""
    return st.session_state.get(key)


def fill_field(field: str, value: Any) -> None:
    """Fill a field without a place in the link with the value of another control."""
    st.session_state[field] = value


def is_locked(key: str) -> bool:
    return key in visit().values.get(LOCK.key, ())


def note_interruption() -> None:
    """Remember that a run has not shown all of the page: the widgets of the run before still stand there."""
    current: Visit | None = st.session_state.get("visit")
    if current is not None:
        current.rendered |= current.before


def save() -> None:
    """Write the link that restores the page, if the present one does not.

    One step back in the browser's history undoes it.
    """
    current: Visit | None = st.session_state.get("visit")
    if current is None or not current.linked:
        return
    if current.overtaken:
        # The browser was cut off, and a control was moved meanwhile.
        current.overtaken = current.fresh = False
        st.rerun()
    link = query_of(current.linked, current.values)
    if link != present_link():
        st.query_params.from_dict(link)
        current.unconfirmed = [*current.unconfirmed, current.link][-MOST_UNCONFIRMED:]
    current.link = link


def _has_changed(now: Visit, link: Link) -> bool:
    """Tell whether the address has changed by itself: by Back, or by a link to the same page."""
    if link == now.link:
        now.unconfirmed.clear()
        return False
    back = compat.is_history_navigation()
    # A click that comes before the address that the click before it has set still carries the one before that.
    return back is None or back or link not in now.unconfirmed


def _forget_session() -> None:
    for key in [key for key in st.session_state if key != "carried"]:
        del st.session_state[key]
