"""Which functions a comparison shows, and at which parameters."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from activations import CATALOGUE, Activation, Parameter, named, parse
from pages.shared import links
from pages.shared.controls import COLUMNS, WIDEST, decimals, key_of
from pages.shared.figures import View
from pages.shared.framing import frame, joined

DEFAULT = ["ReLU", "LeakyReLU", "ELU", "Swish"]
MOST = 12
TUNINGS = TOGETHER, ALONE = "together", "each alone"
ARRANGEMENTS = SIDE_BY_SIDE, OVERLAID = "side by side", "overlaid"
SHOWN = {"f": 0, "f′": 1, "f″": 2}
NO_BASELINE = "nothing"
# Where a common slider starts: a value that shows on every function, since the papers' defaults differ.
START = {"alpha": 0.3, "beta": 1.0, "gamma": 0.5, "lambda": 1.0}


@dataclass(frozen=True)
class Entry:
    """One chosen function: its text in the link, its name in keys, and whether its text fixes its parameters."""

    text: str
    key: str
    function: Activation

    @property
    def pinned(self) -> bool:
        return "(" in self.text


def chooser() -> list[Entry]:
    """Show the choice of functions; say what is wrong with an entry, and return the others."""
    added = st.query_params.get("add")
    if added is not None:
        links.forget("add")
        remembered = st.session_state.get("comparison", DEFAULT)
        st.session_state["fs"] = [*(text for text in remembered if text != added), added][-MOST:]
    texts = st.multiselect(
        "Functions (type to search, or write one such as ELU(alpha=0.3))",
        list(CATALOGUE),
        DEFAULT,
        max_selections=MOST,
        accept_new_options=True,
        key="fs",
        bind="query-params",
    )
    # Kept for “Add to the comparison” on Explore, whose link cannot hold this page's choice.
    st.session_state["comparison"] = texts
    entries: list[Entry] = []
    for text in texts:
        try:
            function = parse(text)
        except ValueError as error:
            st.error(f"{links.plain(str(error))}. The other functions are shown.")
            continue
        name = type(function).__name__
        count = 1 + sum(type(entry.function) is type(function) for entry in entries)
        entries.append(Entry(text, name if count == 1 else f"{name}{count}", function))
    return entries


@dataclass(frozen=True)
class Options:
    """How the comparison is shown: `baseline` is the index of the function to subtract, or None."""

    overlaid: bool
    tune: str
    orders: tuple[int, ...]
    baseline: int | None


def options(entries: list[Entry]) -> Options:
    """Show the switches of the comparison, and return their state."""
    arrange_column, tune_column, show_column, baseline_column = st.columns(4)
    arrange = arrange_column.segmented_control("Arrange", ARRANGEMENTS, default=ARRANGEMENTS[0], required=True, key="arrange", bind="query-params")
    tune = tune_column.segmented_control("Tune", TUNINGS, default=TOGETHER, required=True, key="tune", bind="query-params")
    shown = show_column.pills("Show", list(SHOWN), selection_mode="multi", default=list(SHOWN)[:2], key="show", bind="query-params")
    keys = [entry.key for entry in entries]
    baseline = baseline_column.selectbox("Difference from", [NO_BASELINE, *keys], key="baseline", bind="query-params")
    orders = tuple(SHOWN[name] for name in SHOWN if name in shown) or (0,)
    return Options(arrange == OVERLAID, tune, orders, keys.index(baseline) if baseline in keys else None)


def view_checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for how the comparison is shown."""
    return {
        "arrange": links.one_of(ARRANGEMENTS),
        "tune": links.one_of(TUNINGS),
        "show": links.some_of(list(SHOWN)),
        "range": links.interval(*WIDEST),
    }


def view(functions: list[Activation], options: Options, low: float, high: float) -> View:
    """Return the common axes of all charts: those that hold every function at every setting."""
    frames = [frame(type(f), options.orders, low, high) for f in functions]
    return View(low, high, options.orders, (joined(frames),))


def columns_for(count: int) -> int:
    """Return into how many columns so many charts go with no gap in the last row, if that can be had."""
    return {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 9: 3}.get(count, 4)


def query(entries: list[Entry], functions: list[Activation]) -> dict[str, str | list[str]]:
    """Return the query of the link to the comparison as it stands, without what is at its default."""
    state = st.session_state
    defaults = {"fs": DEFAULT, "arrange": ARRANGEMENTS[0], "tune": TOGETHER, "show": list(SHOWN)[:2]}
    defaults |= {"range": (-6.0, 6.0), "baseline": NO_BASELINE}
    current = {key: state.get(key) for key in defaults}
    if state.get("tune") == ALONE:
        for entry, function in zip(entries, functions, strict=True):
            for parameter in entry.function.parameters():
                key = f"{entry.key}-{key_of(parameter)}"
                current[key] = getattr(function, parameter.name)
                defaults[key] = getattr(entry.function, parameter.name)
    else:
        current |= {key: state.get(key) for key in START}
        defaults |= START
    return links.written(current, defaults)


def tuned(entries: list[Entry], how: str) -> list[Activation]:
    """Show the sliders, common or for each function alone, and return the functions at their settings."""
    return _alone(entries) if how == ALONE else _together(entries)


def _together(entries: list[Entry]) -> list[Activation]:
    followers = [entry for entry in entries if not entry.pinned]
    declared: dict[str, list[Parameter]] = {}
    for entry in followers:
        for parameter in entry.function.parameters():
            declared.setdefault(key_of(parameter), []).append(parameter)
    values: dict[str, float] = {}
    columns = st.columns(COLUMNS)
    for index, key in enumerate(sorted(declared)):
        low, high, step = _common(declared[key])
        who = ", ".join(
            entry.function.title for entry in followers if key in map(key_of, entry.function.parameters())
        )
        values[key] = columns[index % COLUMNS].slider(
            f"**{declared[key][0].symbol}** of {who}",
            low,
            high,
            min(max(START[key], low), high),
            step,
            format=f"%.{decimals(step)}f",
            key=key,
            bind="query-params",
        )
    return [entry.function if entry.pinned else _at(entry.function, values) for entry in entries]


def _common(declared: list[Parameter]) -> tuple[float, float, float]:
    low = min(parameter.typical[0] for parameter in declared)
    high = max(parameter.typical[1] for parameter in declared)
    return float(low), float(high), max(0.01, min(parameter.step for parameter in declared))


def _at(function: Activation, values: dict[str, float]) -> Activation:
    cls = type(function)
    settings = {
        parameter.name: values[key_of(parameter)] if values[key_of(parameter)] in parameter.domain else parameter.default
        for parameter in cls.parameters()
    }
    try:
        return cls(**settings)
    except ValueError as error:
        st.info(f"{links.plain(str(error))}. It stays at its own defaults.")
        return cls()


def _alone(entries: list[Entry]) -> list[Activation]:
    functions = []
    tunable = [entry for entry in entries if entry.function.parameters()]
    columns = st.columns(min(max(len(tunable), 1), 4))
    for entry in entries:
        settings = {}
        for parameter in entry.function.parameters():
            low, high = map(float, parameter.typical)
            value = getattr(entry.function, parameter.name)
            settings[parameter.name] = columns[tunable.index(entry) % len(columns)].slider(
                f"**{parameter.symbol}** of {entry.key}",
                min(low, value),
                max(high, value),
                value,
                parameter.step,
                format=f"%.{decimals(parameter.step)}f",
                key=f"{entry.key}-{key_of(parameter)}",
                bind="query-params",
            )
        functions.append(type(entry.function)(**settings))
    return functions


def checks() -> dict[str, links.Check]:
    """Return the checks of the link's values for this page's own keys."""
    given = st.query_params.get_all("fs") or DEFAULT
    result: dict[str, links.Check] = {}
    declared: dict[str, list[Parameter]] = {}
    counts: dict[str, int] = {}
    for text in given[:MOST]:
        try:
            cls = named(text.partition("(")[0])
        except ValueError:
            continue
        counts[cls.__name__] = counts.get(cls.__name__, 0) + 1
        name = cls.__name__ if counts[cls.__name__] == 1 else f"{cls.__name__}{counts[cls.__name__]}"
        for parameter in cls.parameters():
            declared.setdefault(key_of(parameter), []).append(parameter)
            result[f"{name}-{key_of(parameter)}"] = links.number(*parameter.typical)
    for key, parameters in declared.items():
        result[key] = links.number(*_common(parameters)[:2])
    return result
