"""The controls of a page as a link sets them, and complaints about values that it cannot set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from pages.shared import links
from pages.shared.widgets.control import Control, PartlyTakenError
from pages.shared.widgets.options import Choice, Names

Link = dict[str, list[str]]
VIEW = Choice("view", "View", options=("page", "class"), default="page")
LOCK = Names("lock", "Controls that cannot be moved", default=())
HIDE = Names("hide", "Controls that are not shown", default=())
# How a page is shown in class, whatever is on it.
CLASSROOM: tuple[Control[Any], ...] = (VIEW, LOCK, HIDE)
NO_SUCH_SETTING = "this page has no such setting"
# Keys that social networks and mailing lists add to every link that is shared through them.
TRACKERS = ("utm_", "fbclid", "gclid", "mc_")


class Reading:
    """The controls of a page at the values that a link gives them.

    A page adds its controls in the order in which one tells what the next can be.

    Attributes
    ----------
    from_link : dict or None
        What the link says, None if it has been read before.
    complaints : list of str
        What the link says that is not so.
    """

    def __init__(self, link: Link) -> None:
        self.from_link: Link | None = dict(link)
        self.values: dict[str, Any] = {}
        self.complaints: list[str] = []
        self.controls: dict[str, Control[Any]] = {}
        self.unlinked: set[str] = set()
        self.refused: set[str] = set()

    def __getitem__(self, control: Control[Any] | str) -> Any:
        return self.values[control if isinstance(control, str) else control.key]

    def add(self, *controls: Control[Any], linked: bool = True) -> None:
        """Declare controls, in the order in which the link names them; from then on their values are known.

        Controls that are not `linked` are kept in the session alone.
        """
        for control in controls:
            self.controls[control.key] = control
            if not linked:
                self.unlinked.add(control.key)
            self._value(control)

    def _value(self, control: Control[Any]) -> None:
        texts = (self.from_link or {}).get(control.key)
        value = self.values.get(control.key, control.default) if texts is None else self._read(control, texts)
        self.values[control.key] = control.fit(value)

    def _read(self, control: Control[Any], texts: list[str]) -> Any:
        try:
            return control.parse(texts)
        except ValueError as error:
            self.refused.add(control.key)
            self._complain(control.key, texts, f"{error}. Showing the default.")
        except PartlyTakenError as error:
            self.complaints.append(str(error))
            return error.value
        return control.default

    def _complain(self, key: str, texts: Sequence[str], sentence: str) -> None:
        # A key of the page itself is a plain word; whatever else stands there is shown as code.
        name = key if key in self.controls else links.to_code(key)
        self.complaints.append(f"The link says {name} = {links.to_code(', '.join(texts))}; {sentence}")

    def override_link(self, values: Mapping[str, Any]) -> None:
        """Set controls that are not declared yet, in place of the link."""
        for key, value in values.items():
            (self.from_link or {}).pop(key, None)
            self.values[key] = value

    def take_from_link(self, key: str) -> list[str]:
        """Take a key that asks for something once, such as ``add``, out of the link, and return its values."""
        return self.from_link.pop(key, []) if self.from_link is not None else []

    def refuse_unknown(self, missing: Callable[[str], str]) -> None:
        """Complain of keys of the link that the page does not have.

        Parameters
        ----------
        missing : callable
            From a key that is no control's to what to say of it; nothing if it follows from what was said before.
        """
        for key, texts in (self.from_link or {}).items():
            if key not in self.controls and not key.startswith(TRACKERS) and (sentence := missing(key)):
                self._complain(key, texts, f"{sentence}.")

    def query(self, without: Collection[str] = ()) -> Link:
        """The query of a link that restores the page, without controls at their defaults."""
        return query_of(
            [control for control in self.linked() if control not in CLASSROOM and control.key not in without],
            self.values,
        )

    def linked(self) -> list[Control[Any]]:
        return [control for key, control in self.controls.items() if key not in self.unlinked]


def query_of(controls: Iterable[Control[Any]], values: Mapping[str, Any]) -> Link:
    """The query of a link that restores controls, without those at their defaults."""
    return {
        control.key: control.spell(values[control.key])
        for control in controls
        if not control.omits(values[control.key])
    }
