"""Messages to `pages/live`: a header in JSON, and arrays as short as the screen allows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages.shared.framing import Frame
from pages.shared.live.families import FEW, Family, Frames, Steps, Track
from pages.shared.live.stretch import Stretch, Table

# Stands for nan.
MISSING = 65535


@lru_cache(maxsize=256)
def pack_family(key: str, family: Family, frames: Frames) -> bytes:
    values, tracks = family.rows(frames)
    header: dict[str, Any] = {"kind": "family", "chart": key, "slider": family.slider, "token": family.token}
    header["values"] = values.round(9).tolist()
    if isinstance(family, Steps) and family.pictures is not None:
        header["pictures"] = list(family.pictures(values))
    stretched = {(stretch.trace, "y") for stretch in family.stretches}
    sent = [
        track
        for track in tracks
        if (_is_visible(track, frames) if track[:2] in stretched else _changes(track))
    ]
    every: Sequence[Track] = ()
    if family.every is not None:
        stops = family.stops()
        header["even"] = [family.low, family.high, len(stops)]
        every = [track for track in family.every(stops) if _changes(track)]
    return pack(header, sent, frames, every, family.stretches)


def _is_visible(track: Track, frames: Frames) -> bool:
    """Tell whether something that can be seen is left of a curve without its stretched part."""
    bottom, top = frames[track.trace]
    return not np.all(np.abs(track.rows) < (top - bottom) * 1e-6)


def _changes(track: Track) -> bool:
    first, rows = track.rows[:1], track.rows
    return not bool(np.all((rows == first) | (np.isnan(rows) & np.isnan(first))))


def pack(
    header: Mapping[str, Any],
    tracks: Sequence[Track],
    frames: Frames,
    every: Sequence[Track] = (),
    stretches: Sequence[Stretch] = (),
) -> bytes:
    """Header and arrays as one message.

    Its first four bytes are the length of the JSON header. Lines are sent as 16-bit fractions of their range
    or of what is visible, whichever is smaller: a twentieth of a pixel. What is on or off is sent as bits,
    marks with few points and tables of stretched curves as float32.
    """
    blocks = _Blocks()
    described = []
    for index, (trace, attribute, rows, dots) in enumerate([*tracks, *every]):
        entry: dict[str, Any] = {"trace": trace, "attribute": attribute, "n": rows.shape[1]}
        if index >= len(tracks):
            entry["every"] = True
        if rows.shape[1] <= FEW or dots:
            block = to_float32(rows)
        elif np.all((rows == 0) | (rows == 1)):
            entry["bits"] = True
            block = np.packbits(rows.astype(bool), axis=1, bitorder="little").tobytes()
        else:
            low, high = _range(rows, _visible(frames[trace]) if attribute == "y" else (-np.inf, np.inf))
            entry |= {"low": low, "high": high}
            block = _fractions(rows, low, high).tobytes()
        described.append(entry | {"start": blocks.add(block)})
    stretched = _describe_stretches(stretches, frames, blocks)
    text = json.dumps({**header, "tracks": described, "stretches": stretched}).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, *blocks.starts])


def _describe_stretches(
    stretches: Sequence[Stretch], frames: Frames, blocks: _Blocks
) -> list[dict[str, Any]]:
    described = []
    tables: dict[tuple[Any, ...], Table] = {}
    for stretch in stretches:
        bottom, top = frames[stretch.trace]
        # The markers along a line are stretched as it is.
        same = (*stretch[1:], top - bottom)
        table = tables[same] = tables[same] if same in tables else stretch.table(top - bottom)
        described.append(
            {"trace": stretch.trace, "power": stretch.power, "highest": stretch.highest, "low": table.low,
             "high": table.high, "bend": table.bend, "n": len(table.heights),
             "start": blocks.add(to_float32(table.heights))}
        )  # fmt: skip
    return described


@np.errstate(over="ignore")
def to_float32(values: NDArray[Any]) -> bytes:
    """Numbers as 32-bit floats; one too large for them is infinite, and far outside of every chart."""
    return values.astype("<f4").tobytes()


class _Blocks:
    """Blocks of bytes one after the other, each but once: curves over the same x share it."""

    def __init__(self) -> None:
        self.starts: dict[bytes, int] = {}
        self.end = 0

    def add(self, block: bytes) -> int:
        """Add a block, and return where it starts."""
        block += b"\0" * (-len(block) % 4)
        start = self.starts.setdefault(block, self.end)
        if start == self.end:
            self.end += len(block)
        return start


def _visible(frame: Frame) -> Frame:
    # Curves that leave the chart go on as far as a person who zooms out a little still sees them.
    bottom, top = frame
    return bottom - 3 * (top - bottom), top + 3 * (top - bottom)


def _range(rows: NDArray[Any], frame: Frame) -> Frame:
    finite = rows[np.isfinite(rows)]
    if not finite.size:
        return 0.0, 1.0
    low, high = max(float(finite.min()), frame[0]), min(float(finite.max()), frame[1])
    return (low, high) if low < high else (low, low + 1.0)


def _fractions(rows: NDArray[Any], low: float, high: float) -> NDArray[np.uint16]:
    # Beside a pole a formula is infinite: at the edge, like all that is out of sight.
    fractions = np.clip((rows - low) / (high - low), 0, 1) * (MISSING - 1)
    return np.where(np.isnan(rows), MISSING, np.rint(np.nan_to_num(fractions))).astype("<u2")


def join(messages: Sequence[bytes]) -> bytes:
    """Several messages as one, each after its length."""
    return b"".join(part for message in messages for part in (len(message).to_bytes(4, "little"), message))
