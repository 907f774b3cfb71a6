"""The sliders of a comparison: which parameters of which functions each sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from activations import CATALOGUE, Activation, Interval, Parameter
from pages.compare.naming import name_of_entry
from pages.compare.words import requirement
from pages.shared.entries import Entry
from pages.shared.reading import HIDE, LOCK, Reading
from pages.shared.sliders import key_of
from pages.shared.widgets.numbers import Slider
from pages.shared.words import digits

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
TUNINGS = TOGETHER, ALONE = "together", "each alone"
# Words that a key can do without.
SMALL_WORDS = frozenset(("a", "at", "in", "is", "it", "of", "on", "the", "to"))


@dataclass(frozen=True)
class Tuner:
    """A slider of the comparison: where it stands, and which parameter of which functions it sets."""

    key: str
    low: float
    high: float
    step: float
    start: float
    value: float
    targets: tuple[tuple[int, str], ...]
    label: str = ""
    domain: Interval | None = None
    widened: bool = False

    @property
    def control(self) -> Slider:
        return Slider(
            self.key,
            self.label,
            default=self.start,
            reach=(self.low, self.high),
            step=self.step,
            domain=self.domain,
        )

    def apply(self, functions: Sequence[Activation], value: float) -> tuple[Activation, ...]:
        """The functions with this slider at `value`, or at the default of one not defined there."""
        result = list(functions)
        for index, name in self.targets:
            for setting in (value, getattr(type(result[index]), name)):
                try:
                    result[index] = replace(result[index], **{name: setting})
                except ValueError:
                    continue
                break
        return tuple(result)


def build_tuners(entries: Sequence[Entry], how: str) -> list[Tuner]:
    """The sliders, common or of each function alone, where they start."""
    return _alone(entries) if how == ALONE else _together(entries)


def key_of_quantity(parameter: Parameter) -> str:
    """What a common slider is called in links: ``depth-plateau-left`` for the depth of the plateau on the left."""
    words = re.findall("[a-z0-9]+", parameter.quantity.lower())
    return "-".join(word for word in words if word not in SMALL_WORDS)


# The keys of all common sliders, so that one that moves nothing now is told from a key that no page has.
QUANTITIES = frozenset(key_of_quantity(each) for cls in CATALOGUE.values() for each in cls.parameters())


def give_letters_to_quantities(state: Reading, tuners: Sequence[Tuner]) -> None:
    """Read in an old link what a letter sets as all sliders of that letter: once there was one for each letter."""
    link = state.from_link if state.from_link is not None else {}
    for letter in {name.rstrip("_") for tuner in tuners for _, name in tuner.targets}:
        keys = [tuner.key for tuner in tuners if letter in {name.rstrip("_") for _, name in tuner.targets}]
        if letter in keys:
            continue
        for key in keys:
            if letter in link:
                link.setdefault(key, link[letter])
        link.pop(letter, None)
        for control in (LOCK, HIDE):
            if letter in state[control]:
                state.values[control.key] = tuple(dict.fromkeys((*state[control], *keys)))


def start_of(functions: Sequence[Activation], tuners: Sequence[Tuner]) -> tuple[Activation, ...]:
    """The functions with all sliders where they start."""
    start = tuple(functions)
    for tuner in tuners:
        start = tuner.apply(start, tuner.start)
    return start


def apply_sliders(
    entries: Sequence[Entry], sliders: Sequence[Tuner], state: Reading
) -> tuple[tuple[Activation, ...], list[Tuner], list[str]]:
    """The functions at their settings, the sliders as they stand, and sentences about settings that are not defined."""
    standing = []
    sentences = []
    functions = tuple(entry.function for entry in entries)
    for slider in sliders:
        value = state[slider.key]
        low, high, step = slider.control.scale(value)
        widened = (low, high) != (slider.low, slider.high)
        standing.append(replace(slider, low=low, high=high, step=step, value=value, widened=widened))
        functions = slider.apply(functions, value)
        for index, name in slider.targets:
            if getattr(functions[index], name) != value:
                f = functions[index]
                (declared,) = (each for each in f.parameters() if each.name == name)
                needed = requirement(declared.symbol, declared.domain)
                setting = digits(getattr(f, name))
                sentences.append(f"{f.title} needs {needed}, so it stays at {declared.symbol} = {setting}.")
    return functions, standing, sentences


def _together(entries: Sequence[Entry]) -> list[Tuner]:
    """One slider for each quantity, of all functions that have it, whatever letter it has there."""
    targets: dict[str, list[tuple[int, Parameter]]] = {}
    for index, entry in enumerate(entries):
        if not entry.is_pinned:
            for parameter in entry.function.parameters():
                # A constant makes the function what it is: SELU at another α is not SELU. Tuned alone, it can be set.
                if not parameter.constant:
                    targets.setdefault(key_of_quantity(parameter), []).append((index, parameter))
    result = []
    for key, targeted in targets.items():
        declared = [parameter for _, parameter in targeted]
        low, high, step = _common(declared)
        who = ", ".join(f"{each.symbol} of {entries[index].function.title}" for index, each in targeted)
        quantity = declared[0].quantity
        label = f"**{quantity[:1].upper()}{quantity[1:]}** · {who}"
        start = min(max(declared[0].default, low), high)
        moved = tuple((index, parameter.name) for index, parameter in targeted)
        domain = _hull([parameter.domain for parameter in declared])
        result.append(Tuner(key, low, high, step, start, start, moved, label, domain))
    return result


def _alone(entries: Sequence[Entry]) -> list[Tuner]:
    result = []
    for index, entry in enumerate(entries):
        for parameter in entry.function.parameters():
            start = getattr(entry.function, parameter.name)
            low, high = min(parameter.typical[0], start), max(parameter.typical[1], start)
            key = f"{entry.key}-{key_of(parameter)}"
            label = f"**{parameter.symbol}** of {name_of_entry(entry, moved=True)}"
            scale = (float(low), float(high), parameter.step)
            target = ((index, parameter.name),)
            result.append(Tuner(key, *scale, start, start, target, label, parameter.domain))
    return result


def _common(declared: list[Parameter]) -> tuple[float, float, float]:
    low = min(parameter.typical[0] for parameter in declared)
    high = max(parameter.typical[1] for parameter in declared)
    finest = max(0.01, min(parameter.step for parameter in declared))
    # A wide common range in the finest step of any would have more values than there are pixels to tell them apart.
    return float(low), float(high), next(step for step in STEPS if step >= max(finest, (high - low) / 200))


def _hull(domains: Sequence[Interval]) -> Interval:
    """The smallest interval that holds several."""
    low, high = min(each.low for each in domains), max(each.high for each in domains)
    return Interval(
        low,
        high,
        any(each.low == low and each.low_closed for each in domains),
        any(each.high == high and each.high_closed for each in domains),
    )
