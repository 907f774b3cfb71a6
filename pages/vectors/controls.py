"""What can be set on Vectors beside logits and gates: the half of the page, and the logit that moves."""

from __future__ import annotations

from pages.shared.reading import NO_SUCH_SETTING, Reading
from pages.shared.widgets.options import Choice, Segments
from pages.vectors import gates, logits, selection

LOGITS, GATES = "Softmax", "Gates"
KINDS = (LOGITS, GATES)
KIND = Segments("about", "About", default=LOGITS, options=KINDS)


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
    state.add(*logits.logit_sliders(count), logits.mask_choice(count), linked=not gating)
    state.add(logits.TEMPERATURE, logits.SINK, logits.SHOW, logits.OF, linked=not gating)
    state.add(mover_choice(count), logits.CONSTANT, linked=not gating)
    state.add(gates.GATE, linked=gating)
    state.add(*gates.sliders(gates.chosen_class(state)), linked=gating)


def shown_titles(state: Reading) -> list[str]:
    return [state[gates.GATE]] if state[KIND] == GATES else list(selection.read_selection(state).shown)


def explain_unknown_key(state: Reading, key: str) -> str:
    """Explain a key of the link that no control has."""
    if state[KIND] == GATES and key in gates.PARAMETERS:
        # Of a gate that there is not nothing more need be said.
        return "" if gates.GATE.key in state.refused else f"{state[gates.GATE]} has no such parameter"
    if key not in logits.keys(logits.MOST):
        return NO_SUCH_SETTING
    # Of logits whose number makes no sense nothing more need be said.
    return "" if logits.COUNT.key in state.refused else f"there are {state[logits.COUNT]} logits"
