"""Gates in words: which models have which, how far each is from SwiGLU, and which half is the gate."""

from __future__ import annotations

from activations.vector import GATES, Gate, SwiGLU
from pages.shared import words
from pages.shared.words import digits

# Where each was read: the documentation of torch.nn.functional.glu, jax.nn.glu and keras.activations.glu, whose order
# the framework tests try; the models' code in Transformers 5.24.0; vLLM's layers/activation.py.
HALVES = """
**Which half is the gate?** Above, b is; frameworks and models do not agree:

| where | halves of the last axis |
| --- | --- |
| `torch.nn.functional.glu`, `jax.nn.glu`, `keras.activations.glu` | a first, then the gate b |
| Transformers: most models, DeepSeek-V4, Step-3.7 (`gate, up = gate_up.chunk(2, dim=-1)`) | the gate b first, then a |
| gpt-oss, in its own code and in Transformers | interleaved: b is every even channel, a every odd one |
| vLLM: `silu_and_mul`, `gelu_and_mul`, `fatrelu_and_mul` | the gate b first, then a |
| vLLM: `mul_and_silu` | a first, then the gate b |
"""


def models_table() -> str:
    """Each model with its gate, the formula, its parameters and where one can read so, as a table."""
    rows = []
    for cls in GATES.values():
        for model in cls.models:
            gate = cls(**model.settings)
            rows.append(
                (
                    model.name,
                    cls.title,
                    f"${cls.formula}$",
                    parameters(gate) or "none",
                    f"[source]({model.url})",
                )
            )
    return words.table(("model", "gate", "f(a, b)", "parameters", "read in"), rows)


def parameters(gate: Gate) -> str:
    return ", ".join(
        f"{declared.symbol} = {digits(getattr(gate, declared.name), 4)}" for declared in gate.parameters()
    )


def difference(gate: Gate, point: tuple[float, float], farthest: float) -> str:
    """Say how far a gate is from SwiGLU, here and at most."""
    if farthest == 0:
        return "This is SwiGLU itself: there is no difference."
    gap = float(gate(*point) - SwiGLU()(*point))
    kinks = [*gate.passage.kinks(), *gate.gate.kinks()]
    lines = " Thin lines: where it has a limit or a kink." if any(abs(k) < gate.reach for k in kinks) else ""
    return (
        f"Here it is {digits(gap, 3)}, and on this map at most {digits(farthest, 3)}: so wrong is a program that "
        f"computes plain SwiGLU in its place.{lines}"
    )


_WITHOUT = ", ".join(cls.title for cls in GATES.values() if not cls.models)
NO_MODEL = f"Not in the table, since no model that uses it could be confirmed: {_WITHOUT}."
