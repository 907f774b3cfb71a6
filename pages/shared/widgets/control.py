"""What a control is: how it is read from a link and written there, and its widget."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

T = TypeVar("T")


class UnreadError(Exception):
    """The typed text is none of the options, nor another name of one."""


class PartlyTakenError(Exception):
    """A value of the link that is taken in part; the message says which part, and `value` holds it."""

    def __init__(self, message: str, value: Any) -> None:
        super().__init__(message)
        self.value = value


@dataclass(frozen=True)
class Control(ABC, Generic[T]):
    """A setting of a page.

    Attributes
    ----------
    key : str
        Its name in the link; never changed.
    default : object
        Its value when a link does not say otherwise.
    owner : str
        The function or lesson it belongs to: a control of another one starts at its default.
    """

    key: str
    label: str
    _: KW_ONLY
    default: T
    owner: str = ""
    help: str = ""
    # Whether Streamlit is told at which value the widget starts: one that can be emptied has no default.
    has_default: ClassVar[bool] = True

    @abstractmethod
    def parse(self, texts: list[str]) -> T:
        """The value that a link gives.

        Raises
        ------
        ValueError
            If it is none; the message says what is needed.
        PartlyTakenError
            If only a part of it can be had.
        """

    @abstractmethod
    def draw(self, first: T, /, **layout: Any) -> T | None:
        """Show the widget, and return its value, or None if it was emptied.

        Parameters
        ----------
        first : object
            The value at which the widget was first shown, which Streamlit takes for its default.
        **layout : Any
            What Streamlit is told besides, such as ``disabled`` or ``width``.
        """

    def spell(self, value: T) -> list[str]:
        return [spell_value(value)]

    def fit(self, value: T) -> T:
        """The nearest value that the widget takes."""
        return value

    def omits(self, value: T) -> bool:
        """Tell whether a link need not say the value."""
        return value == self.default

    def to_streamlit(self, value: T) -> Any:
        return value

    def adopt(self, _value: T) -> T:
        """Where the control begins after one with the same key, of another owner, stood at `value`."""
        return self.default

    def read(self, shown: Any) -> T:
        """The value that a widget shows.

        Raises
        ------
        UnreadError
            If a person has typed what is none; the control keeps the value it had.
        """
        return self.fit(shown)

    def widen_to(self, _value: T) -> Self:
        """The control as it takes a value that its widget does not usually take."""
        return self

    def shape(self) -> Hashable:
        """The part of the declaration that makes Streamlit take the widget for another one when it changes."""
        return type(self).__name__

    def _options(self, layout: Mapping[str, Any]) -> dict[str, Any]:
        return {"key": self.key, "help": self.help or None, **layout}


def spell_value(value: object) -> str:
    """A single value as a link has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
