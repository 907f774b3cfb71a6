"""Softmax and its kin in words and numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from activations.vector import FUNCTIONS, LogSoftmax, VectorFunction, entropy
from activations.writing import LANGUAGES, needed_imports
from pages.shared import words
from pages.shared.words import digits
from pages.vectors.figures import Batch, logit_name

PROBABILITIES = tuple(cls for cls in FUNCTIONS.values() if cls is not LogSoftmax)


def logits(text: str, most: int, reach: float, farthest: float) -> tuple[list[float], float]:
    """Read a list of logits; return them as the sliders can hold them, and the constant taken out of all.

    −∞ masks a logit. What stands around the brackets of a list, as in ``tensor([1.0, 2.0])``, does not matter.

    Raises
    ------
    ValueError
        If they are not 2 to `most` numbers near enough to each other; the message says what would be right.
    """
    if bracketed := re.fullmatch(r"[\w.\s]*\(?\s*(\[[^\[\]]*\])[^\[\]]*", text):
        text = bracketed[1]
    numbers = words.inputs(text)
    if not 2 <= len(numbers) <= most:
        raise ValueError(f"2 to {most} logits are needed, such as 2, 1, 0.1; there are {len(numbers)}.")
    finite = [number for number in numbers if number != -math.inf]
    if not finite or not all(map(math.isfinite, finite)):
        raise ValueError(
            "Logits must be finite numbers, such as 2, 1, 0.1; all but one may be −inf, which masks them."
        )
    low, high = min(finite), max(finite)
    if high - low > 2 * reach:
        raise ValueError(
            f"The logits may lie at most {2 * reach:g} apart; these lie {digits(high - low, 4)} apart."
        )
    middle = (low + high) / 2
    if max(abs(low), abs(high)) <= reach:
        constant = 0.0
    else:
        constant = float(round(middle)) if high - low <= 2 * reach - 1 else middle
    if abs(constant) > farthest:
        raise ValueError(f"The logits must lie within ±{farthest:g}; these lie around {digits(middle, 4)}.")
    return [number - constant for number in numbers], constant


def masked_in_words(settings: Batch) -> str:
    """Say which logits are masked, if any is."""
    (x,) = settings.logits
    names = [logit_name(index) for index in np.flatnonzero(np.isneginf(x)).tolist()]
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return (
        f"{who} {'is' if len(names) == 1 else 'are'} masked with −∞, as a language model masks what a word may not "
        "see: the others have the shares that they would have alone."
    )


def summary(cls: type[VectorFunction], settings: Batch) -> str:
    """Say how a function distributes the shares."""
    (p,) = settings.apply(cls)
    count = len(p)
    best = [index for index in range(count) if math.isclose(p[index], p.max(), rel_tol=1e-12)]
    names = [logit_name(index) for index in best]
    who = (
        f"gives the largest share, {digits(p.max(), 3)}, to {names[0]}"
        if len(best) == 1
        else f"is undecided: {', '.join(names[:-1])} and {names[-1]} share the largest, {digits(p.max(), 3)} each"
    )
    h = float(entropy(p))
    left = 1 - float(np.sum(p))
    if left > 1e-9:
        return f"**{cls.title}** {who}. The sink takes {digits(left, 3)}: this much goes to nothing."
    sentences = [
        f"**{cls.title}** {who}. "
        f"Its entropy is {digits(h, 3)} of at most ln {count} = {digits(math.log(count), 3)} nats: "
        f"as uncertain as {digits(math.exp(h), 3)} equal choices."
    ]
    zeros = int(np.sum(p == 0))
    if zeros:
        sentences.append(f"{zeros} of {count} shares {'is' if zeros == 1 else 'are'} exactly 0.")
    return " ".join(sentences)


def numbers(settings: Batch) -> dict[str, list[str]]:
    """Logits and all outputs as columns of a table."""
    (x,) = settings.logits
    table = {
        "logit": [logit_name(index) for index in range(len(x))],
        "value": [digits(value) for value in x.tolist()],
    }
    for cls in FUNCTIONS.values():
        table[cls.title] = [digits(value) for value in settings.apply(cls)[0].tolist()]
    return table


def results_table(ways: Mapping[str, Sequence[float]]) -> dict[str, list[str]]:
    """The shares that each way to compute softmax gives, a row each."""
    count = len(next(iter(ways.values())))
    table = {"softmax": list(ways)}
    for index in range(count):
        shares = [float(shares[index]) for shares in ways.values()]
        table[f"p{logit_name(index)[1:]}"] = ["nan" if math.isnan(p) else digits(p) for p in shares]
    return table


def code(cls: type[VectorFunction], settings: Mapping[str, float]) -> dict[str, str]:
    """Code to paste, by the title of its language."""
    pasted = {"NumPy": f"import numpy as np\n\n\n{cls.code}"}
    for title, framework in (("PyTorch", "pytorch"), ("Keras", "keras"), ("JAX", "jax")):
        if framework in cls.spellings:
            call = cls.spellings[framework].call.format(**settings).replace(" / 1.0", "")
            pasted[title] = f"{needed_imports(call, LANGUAGES[framework])}\n\ny = {call}"
    return pasted


def describe_bars(shown: Sequence[type[VectorFunction]], count: int) -> str:
    """Describe the chart of bars, for those who cannot see it."""
    who = ", ".join(cls.title for cls in shown)
    return f"Bars: the shares that {who} give to each of {count} logits; the text below says what they are."


TEMPERATURE_LIMITS = (
    "As T approaches 0, the largest logit takes everything. As T grows, the shares become equal. "
    "Softmin is no function of its own: it is the softmax of −x."
)
