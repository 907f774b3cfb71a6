"""The functions that are the same as one up to scale and shift, or nearly so, in words."""

from __future__ import annotations

from collections.abc import Sequence

from activations import Activation
from activations.neighbours import Neighbour, neighbours
from pages.shared.words import digits, table


def describe(f: Activation) -> str:
    """Markdown on the relatives of a function at its present parameters."""
    nearest = neighbours(f)
    if not nearest:
        return "There is nothing to compare: on [−6, 6] this is constant, or hardly defined."
    same = [each for each in nearest if each.is_same]
    near = [each for each in nearest if not each.is_same]
    parts = (
        [_same_in_words(same)]
        if same
        else ["No other function of the catalogue is the same up to scale and shift."]
    )
    if near:
        rows = [(each.title, _form(each), f"{digits(100 * each.difference, 2)} %") for each in near]
        parts += ["The nearest ones:", table(("function", "as", "largest difference on [−6, 6]"), rows)]
    parts.append(
        "A layer’s own weights and biases turn f(x) into a·f(b·x) + d, so functions that differ by no more can "
        "represent the same networks. The difference is given as a share of the height of the curve."
    )
    return "\n\n".join(parts)


def _same_in_words(same: Sequence[Neighbour]) -> str:
    forms = ", ".join(f"**{each.title}**, as {_form(each)}" for each in same)
    plain = all(each.outer == each.inner == 1 and abs(each.shift) < 1e-9 for each in same)
    if plain:
        return f"At these parameters this is {forms}."
    return f"Up to scale and shift this is {forms}: weights can absorb the difference."


def _form(neighbour: Neighbour) -> str:
    """a·f(b·x) + d with its numbers."""
    outer, inner, shift = (
        round(number, 9) + 0.0 for number in (neighbour.outer, neighbour.inner, neighbour.shift)
    )
    argument = "x" if inner == 1 else "−x" if inner == -1 else f"{digits(inner, 4)}·x"
    factor = "" if outer == 1 else "−" if outer == -1 else f"{digits(outer, 4)}·"
    sign = " − " if shift < 0 else " + "
    title = neighbour.title
    name = f"({title})" if " " in title else title
    return f"{factor}{name}({argument})" + (f"{sign}{digits(abs(shift), 3)}" if abs(shift) > 1e-9 else "")
