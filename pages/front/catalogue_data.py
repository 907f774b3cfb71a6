"""The catalogue as data."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from activations import CATALOGUE, Activation
from activations.core import Parameter, Spelling
from activations.interval import Interval
from activations.networks.gains import calculate_gain, gains
from pages.front.answers import Answer, pack
from pages.front.sheet import slope
from pages.shared.sliders import key_of

VERSION = 1


@cache
def catalogue_json() -> Answer:
    """Every function as JSON: an object by class name; a missing or infinite number is null."""
    whole = {"version": VERSION, "functions": {name: describe(cls) for name, cls in CATALOGUE.items()}}
    return pack(json.dumps(whole, ensure_ascii=False, allow_nan=False), "application/json")


def describe(cls: type[Activation]) -> dict[str, Any]:
    f, source = cls(), cls.reference
    gain = gains(f)
    return {
        "title": cls.title,
        "family": cls.family,
        "gist": cls.gist,
        "aliases": list(cls.aliases),
        "framework_names": list(cls.framework_names),
        "expression": cls.expression,
        "derivative": slope(cls),
        "latex": {"f": cls.formula, "derivative": cls.derivative_formula},
        "parameters": [_parameter(declared) for declared in cls.parameters()],
        "properties": _properties(f),
        "gains": {
            "forward": _number(gain.forward),
            "backward": _number(gain.backward),
            "calculate_gain": _number(calculate_gain(f)),
        },
        "spellings": {framework: _spelling(spelling) for framework, spelling in cls.spellings.items()},
        "source": {"authors": source.authors, "year": source.year, "title": source.title, "url": source.url}
        if source
        else None,
    }


def _properties(f: Activation) -> dict[str, Any]:
    card = f.properties()
    return {
        "range": _interval(card.range),
        "derivative_range": _interval(card.derivative_range),
        "monotonic": card.monotonic,
        "derivative_monotonic": card.derivative_monotonic,
        "lipschitz": _number(card.lipschitz),
        "smoothness": _number(card.smoothness),
        "smooth": card.smoothness == math.inf,
        "parity": card.parity,
        "saturates_left": card.saturates_left,
        "saturates_right": card.saturates_right,
        "zero_at_zero": card.zero_at_zero,
        "minimum": {"x": card.minimum.x, "value": card.minimum.value} if card.minimum else None,
        "kinks": list(f.kinks()),
        "gaussian_mean": _number(card.gaussian_mean),
        "gaussian_std": _number(card.gaussian_std),
        "gaussian_gain": _number(card.gaussian_gain),
    }


def _spelling(spelling: Spelling) -> dict[str, Any]:
    return {
        "call": spelling.call,
        "module": spelling.module or None,
        "defaults": dict(spelling.defaults),
        "fixed": dict(spelling.fixed),
    }


def _parameter(declared: Parameter) -> dict[str, Any]:
    return {
        "name": key_of(declared),
        "symbol": declared.symbol,
        "meaning": declared.meaning,
        "default": declared.default,
        "domain": _interval(declared.domain),
        "typical": list(declared.typical),
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "low": _number(interval.low),
        "high": _number(interval.high),
        "low_closed": interval.low_closed,
        "high_closed": interval.high_closed,
    }


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
