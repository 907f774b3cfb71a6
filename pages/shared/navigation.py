"""The way into a page."""

from pages.shared import classroom
from pages.shared.settings import Settings


def enter(page: str) -> Settings:
    """The settings of a page, with all that class view asks for."""
    state = Settings(page)
    classroom.enter(state)
    return state
