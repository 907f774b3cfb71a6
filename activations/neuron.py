"""A leaky integrate-and-fire neuron: a membrane that charges, leaks, and fires at a threshold.

The membrane follows τ·du/dt = −(u − rest) + R·I. Where u reaches the threshold, the neuron fires: u jumps to the
reset and stays there for the refractory time. Between two spikes u is an exponential, so nothing here takes steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array, real_numbers

# More spikes than these are not listed.
MOST_SPIKES = 1_000_000


@dataclass(frozen=True)
class Neuron:
    """A leaky integrate-and-fire neuron; the defaults are those of the exercises to *Neuronal Dynamics*.

    W. Gerstner, W. M. Kistler, R. Naud, L. Paninski, Neuronal Dynamics, 2014, section 1.3,
    https://neuronaldynamics.epfl.ch/online/Ch1.S3.html; its exercises, https://github.com/EPFL-LCN/neuronaldynamics-exercises.

    Attributes
    ----------
    rest, reset, threshold : float
        Potentials in mV.
    resistance : float
        Of the membrane, in MΩ.
    time_constant, refractory : float
        τ and the time after a spike in which nothing happens, in ms.
    """

    rest: float = -70.0
    reset: float = -65.0
    threshold: float = -50.0
    resistance: float = 10.0
    time_constant: float = 8.0
    refractory: float = 2.0

    def __post_init__(self) -> None:
        for name in ("rest", "reset", "threshold"):
            if not math.isfinite(getattr(self, name)):
                raise ValueError(f"Neuron: {name} must be a finite number, got {getattr(self, name)}")
        if not max(self.rest, self.reset) < self.threshold:
            raise ValueError(
                f"Neuron: rest and reset must lie below the threshold, got {self.rest}, {self.reset} and "
                f"{self.threshold} mV"
            )
        for name in ("resistance", "time_constant"):
            if not 0 < getattr(self, name) < math.inf:
                raise ValueError(f"Neuron: {name} must lie in (0, inf), got {getattr(self, name)}")
        if not 0 <= self.refractory < math.inf:
            raise ValueError(f"Neuron: refractory must lie in [0, inf), got {self.refractory}")

    @property
    def rheobase(self) -> float:
        """The current in nA up to which the neuron never fires: its potential only approaches the threshold."""
        return (self.threshold - self.rest) / self.resistance

    def rate(self, current: ArrayLike) -> Array:
        """The firing rate in spikes a second at constant currents in nA: 1 over the time between spikes."""
        with np.errstate(all="ignore"):
            drive = self.rest + self.resistance * real_numbers(current, "current").astype(np.float64)
            ratio = (self.threshold - self.reset) / (drive - self.threshold)
            interval = self.refractory + self.time_constant * np.log1p(ratio)
            result: Array = np.where(drive > self.threshold, 1000.0 / interval, 0.0)
        return np.where(np.isnan(drive), np.nan, result)

    def spikes(self, current: float, duration: float) -> Array:
        """The times in ms at which a neuron at rest fires when a constant current sets in at time 0.

        Raises
        ------
        ValueError
            If the current is nan, or if there are more than a million spikes.
        """
        first, interval = self._first_and_interval(current)
        if not first < duration:
            return np.empty(0)
        if not (duration - first) / max(interval, 1e-300) <= MOST_SPIKES:
            raise ValueError(
                f"Neuron: at {current} nA it fires more than {MOST_SPIKES} times in {duration} ms"
            )
        return np.arange(first, duration, interval)

    def potential(self, current: float, times: ArrayLike) -> Array:
        """The potential in mV at each time in ms ≥ 0; at the moment of a spike, the potential after it.

        nan where there is no limit: at an infinite time, if the neuron fires.
        """
        t = real_numbers(times, "times").astype(np.float64)
        if math.isnan(self._drive(current)):
            return np.full(t.shape, np.nan)
        first, interval = self._first_and_interval(current)
        last = float(np.max(t, initial=0.0, where=np.isfinite(t))) + 1e-9
        with np.errstate(all="ignore"):
            if last - first <= MOST_SPIKES * interval or first == math.inf:
                fired = self.spikes(current, last)
                since = t - np.append(-np.inf, fired)[np.searchsorted(fired, t, side="right")]
            else:
                since = np.mod(t - first, interval) if interval else np.zeros_like(t)
            before = (t >= first) & (first < math.inf)
            start = np.where(before, self.reset, self.rest)
            charging = np.where(before, np.maximum(since - self.refractory, 0.0), t)
            # Of an infinite drive, that the membrane has had no time for, nothing is seen.
            share = -np.expm1(-charging / self.time_constant)
            result: Array = start + np.where(share == 0, 0.0, (self._drive(current) - start) * share)
        return np.where(before & np.isinf(t), np.nan, result)

    def _drive(self, current: float) -> float:
        """The potential in mV to which the membrane tends under a constant current."""
        return self.rest + self.resistance * float(real_numbers(current, "current"))

    def _first_and_interval(self, current: float) -> tuple[float, float]:
        """The time in ms of the first spike, inf if there is none, and the time between spikes."""
        drive = self._drive(current)
        if math.isnan(drive):
            raise ValueError("Neuron: the current must be a number, got nan")
        if drive <= self.threshold:
            return math.inf, math.inf
        first, again = (
            self.time_constant * math.log1p((self.threshold - start) / (drive - self.threshold))
            for start in (self.rest, self.reset)
        )
        return first, self.refractory + again
