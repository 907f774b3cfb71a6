"""Code to paste: an activation function at its current parameters, in plain Python and in every framework."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from activations import Activation, Formula, Spelling
from activations.expression import spell_number
from activations.writing import LANGUAGES, OnnxWriter, needed_imports, write_code

ONNX_MODEL = '''model = onnx.parser.parse_model("""
    <ir_version: 10, opset_import: ["" : 24]>
    {name} (float[N] x) => (float[N] y) {{
        {statements}
    }}
""")'''
# How a model's configuration names it; some say hidden_activation or activation_function.
CONFIGURED = '\n\n# In config.json: "hidden_act": "{}"'


@dataclass(frozen=True)
class Snippet:
    """Code to paste, and a note to read before.

    Attributes
    ----------
    code : str
        Empty where the framework cannot express the function in a line.
    note : str
        One or two plain sentences; empty where there is nothing to say.
    differs : bool
        Whether the note warns of another default than what is on the screen.
    """

    code: str
    note: str = ""
    differs: bool = False


def snippet(f: Activation, language: str) -> Snippet:
    """The code of `f` in a language of `LANGUAGES`, with its current parameters filled in."""
    title = LANGUAGES[language].title
    if language in ("python", "numpy"):
        return Snippet(write_formula(f, language))
    spelling = f.spellings.get(language)
    if language == "transformers" and spelling is None and "pytorch" in f.spellings:
        borrowed = snippet(f, "pytorch")
        note = f"{title} has no {f.title}. This is PyTorch's. {borrowed.note}".rstrip()
        return Snippet(borrowed.code, note, borrowed.differs)
    if spelling is None:
        note = "" if isinstance(f, Formula) else f"{title} has no {f.title}. "
    else:
        bound = [name for name, value in spelling.fixed.items() if f.settings()[name] != value]
        if not bound:
            return _write_call(f, language, spelling)
        fixed = {name: spelling.fixed[name] for name in bound}
        note = f"{title}'s own {f.title} has {_settings(f, fixed)} built in. "
    if language == "onnx":
        code = _model(f, OnnxWriter(f.settings()).write(f.tree()))
        return Snippet(code, f"{note}This is the formula, written with the operators that it has.")
    return Snippet(
        write_formula(f, language), f"{note}This is the formula, written with the functions that it has."
    )


def _write_call(f: Activation, language: str, spelling: Spelling) -> Snippet:
    settings = {name: spell_number(value) for name, value in f.settings().items()}
    if language == "onnx":
        # The text format takes 0.5, not 1, for a float attribute.
        settings = {name: repr(value) for name, value in f.settings().items()}
    call = spelling.call.format(**settings)
    if language == "onnx":
        code = _model(f, call)
    else:
        code = f"{needed_imports(call, LANGUAGES[language])}\n\ny = {call}".lstrip()
    if named := re.search(r'ACT2FN\["(\w+)"\]', call):
        code += CONFIGURED.format(named[1])
    if spelling.module:
        code += f"\n\nlayer = {spelling.module.format(**settings)}"
    other = {name: default for name, default in spelling.defaults.items() if default != getattr(f, name)}
    title = LANGUAGES[language].title
    note = (
        f"{title}'s default is {_settings(f, other)}; this code sets what is on the screen." if other else ""
    )
    return Snippet(code, note, bool(other))


def _model(f: Activation, statements: str) -> str:
    lines = "\n        ".join(line.strip() for line in statements.splitlines())
    model = ONNX_MODEL.format(name=type(f).__name__.lower(), statements=lines)
    return f"{LANGUAGES['onnx'].imports}\n\n{model}"


def _settings(f: Activation, settings: Mapping[str, float]) -> str:
    symbols = {declared.name: declared.symbol for declared in f.parameters()}
    return ", ".join(f"{symbols[name]} = {value:.6g}" for name, value in settings.items())


def write_formula(f: Activation, language: str) -> str:
    """A function definition written out from the expression of `f`."""
    spoken = LANGUAGES[language]
    defaults = "".join(f", {name}={spell_number(value)}" for name, value in f.settings().items())
    code = f"def {type(f).__name__.lower()}(x{defaults}):\n    return {write_code(f.tree(), spoken)}"
    return f"{needed_imports(code, spoken)}\n\n\n{code}".lstrip()
