"""The logits, the temperature and the functions that the controls set, as the charts need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activations.vector import VectorFunction
from pages.shared.reading import Reading
from pages.vectors.figures import Batch
from pages.vectors.logits import BY_TITLE, COUNT, SHOW, SINK, TEMPERATURE, keys, mask_choice


@dataclass(frozen=True)
class Selection:
    """The state of the sliders.

    Attributes
    ----------
    logits : tuple of float
        The vector.
    temperature : float
        By which it is divided.
    shown : tuple of str
        Titles of the functions with bars.
    masked : tuple of str
        Keys of the logits that count as −∞, whatever their sliders say.
    sink : float
        That of a softmax with a sink.
    """

    logits: tuple[float, ...]
    temperature: float
    shown: tuple[str, ...]
    masked: tuple[str, ...] = ()
    sink: float = 0.0

    def settings(self) -> Batch:
        """The one setting as rows."""
        return self._masked(np.array([self.logits]), np.array([[self.temperature]]))

    def along(self, slider: str, values: NDArray[np.float64]) -> Batch:
        """A row for each value of one slider, the others held."""
        logits = np.repeat(np.array([self.logits]), len(values), axis=0)
        temperatures = np.full((len(values), 1), self.temperature)
        if slider == "T":
            temperatures[:, 0] = values
        else:
            logits[:, int(slider[1:]) - 1] = values
        return self._masked(logits, temperatures)

    def _masked(self, logits: NDArray[np.float64], temperatures: NDArray[np.float64]) -> Batch:
        logits[:, [int(key[1:]) - 1 for key in self.masked]] = -np.inf
        return Batch(logits, temperatures, self.sink)

    def hottest(self) -> float:
        """The end of the slider of the temperature."""
        return TEMPERATURE.scale(self.temperature)[1]

    def slider_values(self) -> dict[str, float]:
        """The value of each slider by its key."""
        return dict(zip(keys(len(self.logits)), self.logits, strict=True)) | {"T": self.temperature}

    def code_settings(self, cls: type[VectorFunction]) -> dict[str, float]:
        """The parameters of a function as the sliders set them."""
        known = {"temperature": self.temperature, "sink": self.sink}
        return {declared.name: known[declared.name] for declared in cls.parameters()}

    def classes(self) -> list[type[VectorFunction]]:
        return [BY_TITLE[title] for title in self.shown]


def read_selection(state: Reading) -> Selection:
    """The logits, the temperature and the functions that the controls set."""
    count = state[COUNT]
    return Selection(
        tuple(float(state[key]) for key in keys(count)),
        float(state[TEMPERATURE]),
        tuple(title for title in SHOW.options if title in state[SHOW]),
        state[mask_choice(count)],
        float(state[SINK]),
    )
