"""Paired comparisons: answers known by hand, no false alarms, and effects that are found."""

from __future__ import annotations

import math

import numpy as np
import pytest

from activations.networks.paired import LEVEL, compare, correct, least_chance, sign_flip


def test_the_sign_flip_test_counts_as_one_does_by_hand() -> None:
    # Of the eight sums ±1 ±2 ±4 only 7, 5, −5 and −7 are at least as far from 0 as 5 = −1 + 2 + 4.
    assert sign_flip(np.array([-1.0, 2.0, 4.0])) == 4 / 8
    assert sign_flip(np.array([1.0, 2.0, 4.0])) == 2 / 8
    assert sign_flip(np.zeros(4)) == 1.0


def test_a_factor_that_all_seeds_agree_on_is_the_interval() -> None:
    found = compare(np.arange(1.0, 11), 3 * np.arange(1.0, 11))
    assert (found.pairs, found.better) == (10, 10)
    assert [found.ratio, found.low, found.high] == pytest.approx([1 / 3] * 3)
    assert found.chance == 2 / 2**10
    assert found.is_told_apart


@pytest.mark.parametrize("seeds", [5, 10, 20])
def test_equal_values_are_told_apart_in_at_most_one_of_twenty_repetitions(seeds: int) -> None:
    draw = np.random.default_rng(seeds)
    alarms = 0
    for _ in range(200):
        # Seeds differ far more than values do, as in training.
        luck = draw.normal(0, 1, seeds)
        one, other = (np.exp(luck + draw.standard_t(4, seeds) / 5) for _ in range(2))
        alarms += compare(one, other).is_told_apart
    assert alarms <= LEVEL * 200


@pytest.mark.parametrize("seeds", [10, 20])
def test_a_planted_effect_is_found_under_a_larger_spread_of_seeds(seeds: int) -> None:
    draw = np.random.default_rng(7)
    found = []
    for _ in range(50):
        luck = draw.normal(0, 1, seeds)
        one, other = (np.exp(luck + draw.normal(0, 0.2, seeds)) for _ in range(2))
        found.append(compare(0.7 * one, other))
    assert sum(each.is_told_apart for each in found) >= 45
    assert sum(each.low <= 0.7 <= each.high for each in found) >= 40
    assert all(each.low <= each.ratio <= each.high for each in found)


def test_three_seeds_are_too_few_to_tell_anything_apart() -> None:
    assert not compare([1.0, 1.0, 1.0], [9.0, 9.0, 9.0]).is_told_apart


@pytest.mark.parametrize("bad", [math.nan, math.inf, 0.0])
def test_runs_that_have_diverged_are_left_out_of_the_pairs(bad: float) -> None:
    assert compare([1.0, bad, 1.0], [2.0, 2.0, 2.0]).pairs == 2
    nothing = compare([bad], [1.0])
    assert (nothing.pairs, nothing.chance, nothing.is_told_apart) == (0, 1.0, False)
    assert math.isnan(nothing.ratio)


def test_holm_raises_the_smallest_chance_most_and_never_swaps_two() -> None:
    # By hand: 4 × 0.01, then 3 × 0.015 = 0.045, then 2 × 0.02 = 0.04, which must not fall below it, then 0.5.
    assert correct([0.5, 0.015, 0.01, 0.02]) == pytest.approx([0.5, 0.045, 0.04, 0.045])
    assert correct([0.9, 0.8]) == [1.0, 1.0]


def test_ten_of_fourteen_values_can_be_told_apart_and_five_seeds_tell_nothing() -> None:
    assert least_chance(10) == compare([1.0] * 10, [2.0] * 10).chance
    assert least_chance(10) * 14 < LEVEL < least_chance(5)
