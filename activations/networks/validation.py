"""Checks of the settings of networks and of their training."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from activations.interval import Interval


def check_settings(
    settings: object, domains: Mapping[str, Interval], choices: Mapping[str, Collection[str]]
) -> None:
    """Refuse numbers outside of their domains, and words that are no choice.

    Raises
    ------
    ValueError
        The message names the setting, and says what is needed.
    """
    for name, domain in domains.items():
        value = getattr(settings, name)
        if value not in domain or not math.isfinite(value):
            raise ValueError(f"{name} must lie in {domain}, got {value!r}")
    for name, known in choices.items():
        value = getattr(settings, name)
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, got {value!r}")
