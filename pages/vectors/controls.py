"""What can be set on Vectors beside logits and gates: the half of the page, and what its charts are about."""

from __future__ import annotations

from pages.shared.reading import Reading
from pages.shared.widgets import Choice, Segments
from pages.vectors import gates, logits
from pages.vectors.logits import BY_TITLE

LOGITS, GATES = "Softmax", "Gates"
KINDS = (LOGITS, GATES)
KIND = Segments("about", "About", default=LOGITS, options=KINDS)
OF = Choice("of", "Jacobian of", default=next(iter(BY_TITLE)), options=tuple(BY_TITLE))


def mover_choice(count: int) -> Choice:
    """The choice of a logit, of so many, that changes alone."""
    names = tuple(logits.keys(count))
    return Choice("move", "Logit that changes", default=names[0], options=names)


def declare(state: Reading) -> None:
    """Declare the controls of both halves of the page; the link restores those of the half that is shown."""
    state.add(KIND)
    gating = state[KIND] == GATES
    state.add(logits.COUNT, linked=not gating)
    count = state[logits.COUNT]
    state.add(*logits.logit_sliders(count), logits.TEMPERATURE, logits.SHOW, linked=not gating)
    state.add(OF, mover_choice(count), logits.CONSTANT, linked=not gating)
    state.add(*gates.CONTROLS, linked=gating)


def shown_titles(state: Reading) -> list[str]:
    return [state[gates.GATE]] if state[KIND] == GATES else list(logits.read_selection(state).shown)


def explain_unknown_key(state: Reading, key: str) -> str:
    """Explain a key of the link that no control has."""
    if key not in logits.keys(logits.MOST):
        return "this page has no such setting"
    # Of logits whose number makes no sense nothing more need be said.
    return "" if logits.COUNT.key in state.refused else f"there are {state[logits.COUNT]} logits"
