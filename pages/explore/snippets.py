"""Code to paste: an activation function at its current parameters, in plain Python and in every framework."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from activations import Activation, Spelling


@dataclass(frozen=True)
class Language:
    """How one language writes the functions that an `Activation.expression` uses.

    Attributes
    ----------
    title : str
        The name people know it by.
    imports : str
        The lines before the function.
    prefix : str
        What stands before the name of a function.
    functions : mapping
        Templates in the arguments, for functions that are more than `prefix` and name.
    """

    title: str
    imports: str
    prefix: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)


LANGUAGES = {
    "python": Language(
        "Python",
        "import math",
        "math.",
        {
            "abs": "math.fabs({0})",
            "minimum": "min({0}, {1})",
            "maximum": "max({0}, {1})",
            "arctan": "math.atan({0})",
            "arcsinh": "math.asinh({0})",
            "where": "({1} if {0} else {2})",
            "sign": "(({0} > 0) - ({0} < 0))",
            "sigmoid": "(1 + math.tanh({0} / 2)) / 2",
            "softplus": "(max({0}, 0.0) + math.log1p(math.exp(-abs({0}))))",
        },
    ),
    "numpy": Language(
        "NumPy",
        "import numpy as np",
        "np.",
        {
            # NumPy has no erf; the standard library's is exact and slow.
            "erf": "np.vectorize(math.erf, otypes=[float])({0})",
            "sigmoid": "(1 + np.tanh({0} / 2)) / 2",
            "softplus": "np.logaddexp(0, {0})",
        },
    ),
    "pytorch": Language(
        "PyTorch",
        "import torch",
        "torch.",
        {
            "minimum": "torch.clamp({0}, max={1})",
            "maximum": "torch.clamp({0}, min={1})",
            "softplus": "torch.nn.functional.softplus({0})",
        },
    ),
    "keras": Language(
        "Keras",
        "import keras",
        "keras.ops.",
        {"pi": "math.pi"},
    ),
    "jax": Language(
        "JAX",
        "import jax\nimport jax.numpy as jnp",
        "jnp.",
        {
            "erf": "jax.scipy.special.erf({0})",
            "sigmoid": "jax.nn.sigmoid({0})",
            "softplus": "jax.nn.softplus({0})",
        },
    ),
    "onnx": Language("ONNX", "import onnx.parser"),
}

ONNX_MODEL = '''model = onnx.parser.parse_model("""
    <ir_version: 10, opset_import: ["" : 24]>
    {name} (float[N] x) => (float[N] y) {{
        {statements}
    }}
""")'''


@dataclass(frozen=True)
class Snippet:
    """Code to paste, and what to know before pasting it.

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
    if spelling is None:
        note = f"{title} has no {f.title}."
    else:
        bound = [name for name, value in spelling.fixed.items() if f.settings()[name] != value]
        if not bound:
            return _write_call(f, language, spelling)
        fixed = {name: spelling.fixed[name] for name in bound}
        note = f"{title}'s own {f.title} has {_settings(f, fixed)} built in."
    if language == "onnx":
        return Snippet("", note)
    return Snippet(
        write_formula(f, language), f"{note} This is the formula, written with the functions that it has."
    )


def _write_call(f: Activation, language: str, spelling: Spelling) -> Snippet:
    settings = {name: number(value) for name, value in f.settings().items()}
    if language == "onnx":
        # The text format takes 0.5, not 1, for a float attribute.
        settings = {name: repr(value) for name, value in f.settings().items()}
    call = spelling.call.format(**settings)
    imports = LANGUAGES[language].imports
    if language == "onnx":
        statements = "\n        ".join(line.strip() for line in call.splitlines())
        code = f"{imports}\n\n{ONNX_MODEL.format(name=type(f).__name__.lower(), statements=statements)}"
    else:
        code = f"{_imports(call, imports)}\n\ny = {call}".lstrip()
    if spelling.module:
        code += f"\n\nlayer = {spelling.module.format(**settings)}"
    other = {name: default for name, default in spelling.defaults.items() if default != getattr(f, name)}
    title = LANGUAGES[language].title
    note = (
        f"{title}'s default is {_settings(f, other)}; this code sets what is on the screen." if other else ""
    )
    return Snippet(code, note, bool(other))


def _settings(f: Activation, settings: Mapping[str, float]) -> str:
    symbols = {declared.name: declared.symbol for declared in f.parameters()}
    return ", ".join(f"{symbols[name]} = {value:.6g}" for name, value in settings.items())


def write_formula(f: Activation, language: str) -> str:
    """A function definition written out from the expression of `f`."""
    body = ast.unparse(_Translation(LANGUAGES[language]).visit(ast.parse(f.expression, mode="eval")))
    defaults = "".join(f", {name}={number(value)}" for name, value in f.settings().items())
    code = f"def {type(f).__name__.lower()}(x{defaults}):\n    return {body}"
    return f"{_imports(code, LANGUAGES[language].imports)}\n\n\n{code}".lstrip()


def _imports(code: str, imports: str) -> str:
    needed = [line for line in imports.splitlines() if f"{line.split()[-1]}." in code]
    if "math." in code and "import math" not in needed:
        needed.insert(0, "import math")
    return "\n".join(needed)


class _Translation(ast.NodeTransformer):
    """Rewrites the functions of an expression as a language spells them."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        arguments = [ast.unparse(self.visit(argument)) for argument in node.args]
        template = self.language.functions.get(name)
        if template is None:
            return ast.parse(f"{self.language.prefix}{name}({', '.join(arguments)})", mode="eval").body
        guarded = [text if text.isidentifier() else f"({text})" for text in arguments]
        return ast.parse(template.format(*guarded), mode="eval").body

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id != "pi":
            return node
        return ast.parse(self.language.functions.get("pi", f"{self.language.prefix}pi"), mode="eval").body


def number(value: float) -> str:
    """The shortest text that Python reads back as the same number."""
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
