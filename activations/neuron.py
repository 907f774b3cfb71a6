"""A leaky integrate-and-fire neuron: a membrane that charges, leaks, and fires at a threshold.

The membrane follows τ·du/dt = −(u − rest) + R·I. Where u reaches the threshold, the neuron fires: u jumps to the
reset and stays there for the refractory time. Between two spikes u is an exponential, so nothing here takes steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from activations.evaluation import Array


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
        """Return the firing rate in spikes a second at constant currents in nA: 1 over the time between spikes."""
        drive = self.rest + self.resistance * np.asarray(current, dtype=np.float64)
        with np.errstate(all="ignore"):
            ratio = (self.threshold - self.reset) / (drive - self.threshold)
            interval = self.refractory + self.time_constant * np.log1p(ratio)
            result: Array = np.where(drive > self.threshold, 1000.0 / interval, 0.0)
        return np.where(np.isnan(drive), np.nan, result)

    def spikes(self, current: float, duration: float) -> Array:
        """Return when, in ms, a neuron fires that was at rest until a constant current came at time 0."""
        drive = self.rest + self.resistance * current
        if drive <= self.threshold:
            return np.empty(0)
        first = self._time_to_threshold(drive, self.rest)
        interval = self.refractory + self._time_to_threshold(drive, self.reset)
        return np.arange(first, duration, interval) if first < duration else np.empty(0)

    def potential(self, current: float, times: ArrayLike) -> Array:
        """Return the potential in mV at each time in ms, 0 and later; at the moment of a spike that after it."""
        t = np.asarray(times, dtype=np.float64)
        drive = self.rest + self.resistance * current
        fired = self.spikes(current, float(np.max(t, initial=0.0)) + 1e-9)
        before = np.searchsorted(fired, t, side="right")
        last = np.append(-np.inf, fired)[before]
        start = np.where(before > 0, self.reset, self.rest)
        charging = np.where(before > 0, np.maximum(t - last - self.refractory, 0.0), t)
        result: Array = drive + (start - drive) * np.exp(-charging / self.time_constant)
        return result

    def _time_to_threshold(self, drive: float, start: float) -> float:
        return self.time_constant * math.log1p((self.threshold - start) / (drive - self.threshold))
