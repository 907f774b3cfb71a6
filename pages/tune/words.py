"""The outcome of a sweep in words, and how sure one can be of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from activations import Parameter
from activations.networks.datasets import DATASETS
from activations.networks.paired import LEVEL, Comparison, compare, correct, least_chance
from pages.shared.words import digits, named_values
from pages.tune.results import MAP_RATES, MAP_SEEDS, RateMap, Sweep, Theory, critical_values, learned_spread

# The factor by which the lowest loss lies below the middle one where the learning rate matters.
CLEAR = 1.5
METHOD = (
    "How this is told: all values train from the same initial weights on the same batches, so runs pair up by seed. "
    "A value is told apart from the default if a sign-flip test of the paired differences of log loss gives p < 0.05 "
    "after Holm's correction for the number of values; the interval of a factor is its 95 % bootstrap interval. Pairs "
    "with a run that diverged are left out of the test, and counted."
)
MODESTY = "This is one small task with one small network; it says nothing about yours."
NOTHING_TO_TRAIN = (
    "There is nothing to compare here. A formula needs a letter, such as alpha in x * tanh(alpha*x), and its range "
    "two different ends at which the function is defined."
)
LEGEND = (
    "Each dot is a run that was really trained; the line is the median over the seeds, the area their middle half. "
    "Dotted: defaults, where theory is critical (χ = 1), and where a learned value ends, its middle half shaded. "
)
MAP_LEGEND = (
    "Click a cell, or move the sliders of value and learning rate: the frame is around the chosen one."
)
THEORY_LEGEND = (
    "Theory is for layers of infinite width without biases: the factor by which one layer multiplies the mean square "
    "of signal and gradient. At 1 neither vanishes nor explodes, however deep the network; a network as shallow as "
    "this one can do without."
)


def short(value: float) -> str:
    """A factor for reading: two figures that count, without a power of ten where it can be."""
    return digits(float(f"{value:.2g}"), 7)


def mark_names(declared: Parameter, sweep: Sweep, theories: Sequence[Theory]) -> dict[float, str]:
    """The values that have a name, with it.

    They are the default, those of frameworks, those that are critical in theory, and where a learned one ends.
    """
    low, high = min(sweep.wanted), max(sweep.wanted)
    named = {value: list(names) for value, names in named_values(type(sweep.functions[0]), declared).items()}
    for value in critical_values(sweep, theories):
        named.setdefault(value, []).append("χ = 1")
    if spread := learned_spread(sweep, declared.name):
        named.setdefault(spread[1], []).append("learned, median")
    return {value: ", ".join(names) for value, names in named.items() if low <= value <= high}


def baseline_of(sweep: Sweep, default: float) -> int:
    """The index of the value that the others are compared with: the default, or the one nearest to it."""
    return min(range(len(sweep.values)), key=lambda index: abs(sweep.values[index] - default))


def comparisons(sweep: Sweep, baseline: int) -> list[Comparison]:
    """Each value against the one that is the baseline."""
    every = sweep.losses
    return [compare(row, every[baseline]) for row in every]


def corrected_chances(every: Sequence[Comparison], baseline: int) -> dict[int, float]:
    """The p-value of each comparison but that of the baseline with itself, corrected for their number."""
    others = [index for index in range(len(every)) if index != baseline]
    return dict(zip(others, correct([every[index].chance for index in others]), strict=True))


def verdict(sweep: Sweep, default: float) -> str:
    """The verdict on all values together."""
    baseline = baseline_of(sweep, default)
    symbol, seeds = sweep.symbol, sweep.seeds
    name = _name(sweep, baseline, default)
    if len(sweep.values) < 2:
        return f"There is one value only, {name}: nothing to compare it with."
    every = comparisons(sweep, baseline)
    chances = corrected_chances(every, baseline)
    groups: dict[str, list[int]] = {"better than": [], "worse than": [], "not told apart from": []}
    for index, chance in chances.items():
        told_apart = "better than" if every[index].ratio < 1 else "worse than"
        groups[told_apart if chance < LEVEL else "not told apart from"].append(index)
    sentences = []
    if least_chance(seeds) * len(chances) >= LEVEL:
        sentences.append(
            f"{seeds} seeds are too few to tell {len(chances)} values apart by any test: even if all seeds agreed, "
            "it could be chance. Take more seeds, or fewer values"
        )
    if len(groups["not told apart from"]) == len(chances):
        low, high = (digits(sweep.values[end], 3) for end in (0, -1))
        sentences.append(f"From {low} to {high}, no {symbol} is told apart from {name} in {seeds} seeds")
    else:
        sentences += [
            f"**{group.capitalize()} {name}**: {symbol} = {_ranges(sweep, indices)}"
            for group, indices in groups.items()
            if indices
        ]
    sentences.append(_how_much_it_matters(sweep))
    diverged = int(np.isnan(sweep.losses).sum())
    if diverged:
        sentences.append(f"{diverged} of {sweep.losses.size} runs diverged")
    return "  \n".join(f"{sentence}." for sentence in [*sentences, MODESTY.rstrip(".")])


def _name(sweep: Sweep, baseline: int, default: float) -> str:
    value = digits(sweep.values[baseline], 3)
    return f"the default {value}" if sweep.values[baseline] == default else f"{value}, nearest to the default"


def _ranges(sweep: Sweep, chosen: Sequence[int]) -> str:
    """Values as a person says them: neighbours as a range."""
    parts = []
    for _, group in groupby(enumerate(chosen), lambda pair: pair[1] - pair[0]):
        run = [index for _, index in group]
        low, high = digits(sweep.values[run[0]], 3), digits(sweep.values[run[-1]], 3)
        parts.append(low if low == high else f"{low} to {high}")
    return ", ".join(parts)


def _how_much_it_matters(sweep: Sweep) -> str:
    every = sweep.losses
    rows = [row[~np.isnan(row)] for row in every]
    rows = [row for row in rows if len(row)]
    if not rows:
        return "Every run diverged"
    middles = [float(np.median(row)) for row in rows]
    between = max(middles) / max(min(middles), 1e-300)
    within = float(np.median([np.quantile(row, 0.75) / max(np.quantile(row, 0.25), 1e-300) for row in rows]))
    scale = (
        f"the medians of the values differ by a factor of up to {short(between)}, the middle half of the seeds of "
        f"one value by {short(within)}"
    )
    if between < within:
        return f"Here it hardly matters, luck weighs more: {scale}"
    return f"For scale: {scale}"


def summary(sweep: Sweep, default: float, chosen: int, theory: Theory) -> str:
    """Describe the runs with one value."""
    value, row = sweep.values[chosen], sweep.losses[chosen]
    good = row[~np.isnan(row)]
    diverged = len(row) - len(good)
    parts = [f"**{sweep.symbol} = {digits(value, 3)}**"]
    if len(good):
        low, middle, high = (short(float(np.quantile(good, share))) for share in (0.25, 0.5, 0.75))
        parts[0] += f": median held-out loss {middle} (middle half {low} to {high})"
        if DATASETS[sweep.task.data].classes:
            shares = [outcome.accuracy for outcome in sweep.outcomes[chosen] if not outcome.diverged]
            parts[0] += f", {100 * float(np.median(shares)):.0f} % of held-out examples right"
        dead = [outcome.dead for outcome in sweep.outcomes[chosen] if not outcome.diverged]
        if any(dead):
            every = sweep.task.hidden * sweep.task.units
            parts[0] += f", {digits(float(np.median(dead)), 3)} of {every} units dead"
    if diverged:
        parts.append(f"{diverged} of {len(row)} runs diverged")
    baseline = baseline_of(sweep, default)
    if chosen != baseline:
        parts.append(_against(sweep, baseline, chosen, default))
    return ". ".join(parts) + f". {describe_theory(theory)}"


def _against(sweep: Sweep, baseline: int, chosen: int, default: float) -> str:
    every = comparisons(sweep, baseline)
    one = every[chosen]
    if not one.pairs:
        return "There is no pair of runs to compare"
    chance = corrected_chances(every, baseline)[chosen]
    is_better = one.ratio < 1
    wins = one.better if is_better else one.pairs - one.better
    factor, low, high = (
        (1 / one.ratio, 1 / one.high, 1 / one.low) if is_better else (one.ratio, one.low, one.high)
    )
    name = _name(sweep, baseline, default)
    word = "lower" if is_better else "higher"
    text = (
        f"Loss {word} than with {name} in {wins} of {one.pairs} seeds, by a factor of {short(factor)} "
        f"({short(low)} to {short(high)}); sign-flip test p = {short(one.chance)}, "
        f"{short(chance)} after Holm's correction"
    )
    return text if chance < LEVEL else f"{text}: **not told apart**"


def describe_theory(theory: Theory) -> str:
    """The prediction of theory for depth."""
    gains = f"In theory a layer multiplies the signal's mean square by {short(theory.forward)} and the gradient's by "
    gains += short(theory.backward)
    if math.isnan(theory.settled):
        return f"{gains}; the variance settles nowhere."
    where = f"{gains}, where it settles by χ = {short(theory.settled)}"
    if math.isinf(theory.depth):
        return f"{where}: critical, so depth costs nothing."
    if math.isnan(theory.depth):
        return f"{where}: no gradient comes back."
    # Schoenholz et al. found networks trainable to about six times this.
    layers = digits(float(f"{6 * theory.depth:.1g}"), 7)
    return f"{where}: depth scale {short(theory.depth)}, trainable to about {layers} layers."


def map_verdict(rate_map: RateMap) -> str:
    """The verdict on a map over value and learning rate."""
    medians = rate_map.medians
    ends = []
    for row in (0, len(rate_map.values) - 1):
        finite = medians[row][np.isfinite(medians[row])]
        # Where all rates do alike, the lowest is chance.
        if finite.size and np.median(finite) > CLEAR * finite.min():
            rate = MAP_RATES[int(np.argmin(medians[row]))]
            ends.append(f"{rate} at {rate_map.symbol} = {digits(rate_map.values[row], 3)}")
    sentences = []
    if ends:
        sentences.append(f"The lowest median stands at a learning rate of {' and of '.join(ends)}")
    diverged = int(np.isnan(rate_map.losses).sum())
    if diverged:
        sentences.append(f"{diverged} of {rate_map.losses.size} runs diverged; a cross marks where most did")
    sentences.append(
        f"Each cell is the median of {MAP_SEEDS} seeds, too few to tell neighbours apart: look at the valley, not at "
        "a cell"
    )
    return " ".join(f"{sentence}." for sentence in [*sentences, MODESTY.rstrip(".")])


def map_columns(rate_map: RateMap) -> Mapping[str, list[object]]:
    """The medians as columns of a table, a row for each learning rate."""
    table: dict[str, list[object]] = {"learning rate": list(MAP_RATES)}
    for value, row in zip(rate_map.values, rate_map.medians.tolist(), strict=True):
        table[f"{rate_map.symbol} = {digits(value, 4)}"] = [
            "diverged" if math.isinf(loss) else digits(loss, 3) for loss in row
        ]
    return table


def columns(sweep: Sweep, theories: Sequence[Theory]) -> Mapping[str, list[object]]:
    """The numbers of the values as columns of a table."""
    table: dict[str, list[object]] = {sweep.symbol: [digits(value, 4) for value in sweep.values]}
    for name, share in (("lower quartile", 0.25), ("median", 0.5), ("upper quartile", 0.75)):
        table[f"held-out loss, {name}"] = [
            digits(float(np.quantile(row[~np.isnan(row)], share)), 3) if (~np.isnan(row)).any() else "–"
            for row in sweep.losses
        ]
    if DATASETS[sweep.task.data].classes:
        table["held-out accuracy, median"] = _medians(sweep.each(lambda outcome: outcome.accuracy))
    table["dead units, median"] = _medians(sweep.each(lambda outcome: outcome.dead))
    table["gradient of layer 1, median"] = _medians(sweep.each(lambda outcome: outcome.gradients[0]))
    table["diverged"] = [int(np.isnan(row).sum()) for row in sweep.losses]
    table["forward gain"] = [digits(each.forward, 3) for each in theories]
    table["backward gain"] = [digits(each.backward, 3) for each in theories]
    table["χ"] = [digits(each.settled, 3) for each in theories]
    table["depth scale"] = [digits(each.depth, 3) for each in theories]
    return table


def _medians(rows: NDArray[np.float64]) -> list[object]:
    """The median of the runs of each value that did not diverge."""
    return [
        digits(float(np.median(row[~np.isnan(row)])), 3) if (~np.isnan(row)).any() else "–" for row in rows
    ]
