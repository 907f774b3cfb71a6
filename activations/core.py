"""Activation functions: the declaration of their parameters, and the way they are evaluated."""

from __future__ import annotations

import dataclasses
import math
import re
from abc import ABC
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, ClassVar, dataclass_transform

import numpy as np
from numpy.typing import ArrayLike

from activations import calculus
from activations.differentiation import differentiate
from activations.evaluation import Array, evaluate, evaluate_together
from activations.expression import Node, declared_tree
from activations.interval import Interval
from activations.latex import latex
from activations.properties import Properties, compute_properties
from activations.quadrature import Moments

SYMBOLS = {"alpha": "α", "beta": "β", "gamma": "γ", "lambda_": "λ", "temperature": "T"}


def symbol_of(name: str) -> str:
    """The letter that stands for a parameter of this name, itself if there is none.

    Examples
    --------
    >>> symbol_of("lambda_"), symbol_of("k")
    ('λ', 'k')
    """
    return SYMBOLS.get(name, name)


@dataclass(frozen=True)
class Parameter:
    """The declaration of one parameter of an activation function.

    Attributes
    ----------
    name : str
        Name of the dataclass field: ``alpha``, ``beta``, ``gamma``, ``lambda_``, ``temperature``, or any other.
    symbol : str
        As people read it: ``α``, ``β``, ``γ``, ``λ`` or ``T``, and its own for a parameter of another name.
    default : float
        Its usual value, that of the paper or of the frameworks.
    domain : Interval
        Where the formula is defined.
    typical : tuple of float
        The range worth exploring: that of a slider.
    step : float
        The step of that slider.
    meaning : str
        Its effect on the curve, in a few words.
    constant : bool
        Whether the function is defined by this value: with another one it is another function.

    Examples
    --------
    >>> from activations import ELU
    >>> (alpha,) = ELU.parameters()
    >>> alpha.symbol, alpha.default, str(alpha.domain)
    ('α', 1.0, '[0, inf)')
    """

    name: str
    symbol: str
    default: float
    domain: Interval
    typical: tuple[float, float]
    step: float
    meaning: str
    constant: bool = False

    @property
    def quantity(self) -> str:
        """The measure that it sets, which functions share under other letters: its meaning up to the first comma."""
        return re.split("[,:;(]", self.meaning, maxsplit=1)[0].strip()


def parameter(
    *,
    default: float,
    domain: str,
    typical: tuple[float, float],
    step: float,
    meaning: str,
    constant: bool = False,
    symbol: str = "",
) -> Any:
    """Declare a parameter of an activation function as a dataclass field; see `Parameter`.

    Examples
    --------
    >>> class Cubic(Activation):
    ...     alpha: float = parameter(
    ...         default=0.1, domain="(0, inf)", typical=(0.1, 2), step=0.1, meaning="steepness"
    ...     )
    >>> Cubic.parameters()[0].typical
    (0.1, 2)
    """
    return field(
        default=default,
        metadata={
            "default": default,
            "domain": Interval.parse(domain),
            "typical": typical,
            "step": step,
            "meaning": meaning,
            "constant": constant,
            "symbol": symbol,
        },
    )


@dataclass(frozen=True)
class Reference:
    """The primary source of an activation function; `year` is left out where it could not be confirmed."""

    authors: str
    year: int | None
    title: str
    url: str


@dataclass(frozen=True)
class Spelling:
    """How a framework writes an activation function.

    Attributes
    ----------
    call : str
        An expression in ``x`` with our parameters in braces: ``"torch.nn.functional.elu(x, alpha={alpha})"``.
        For ONNX, statements of its text format that define ``y`` from ``x``.
    module : str
        The framework's layer of the same function, if it has one.
    defaults : mapping
        The framework's own default of each of our parameters that its call takes.
    fixed : mapping
        Parameters that the framework does not let one choose, with the value it uses.
    """

    call: str
    module: str = ""
    defaults: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)


# Where many models can be read, in the release that the catalogue was checked against.
TRANSFORMERS = "https://github.com/huggingface/transformers/blob/v5.24.0/src/transformers/models"


@dataclass(frozen=True)
class Model:
    """A published model, and where one can read that it has the function.

    Attributes
    ----------
    name : str
        As its makers write it.
    url : str
        Its code, its configuration or its report.
    settings : mapping
        Parameters at which it has the function, where these are not the defaults.
    """

    name: str
    url: str
    settings: Mapping[str, float] = field(default_factory=dict)


# On which releases it was measured what frameworks return at kinks, on a processor, not a graphics card.
MEASURED_ON: Mapping[str, str] = {
    "PyTorch": "2.13.0",
    "JAX": "0.10.2",
    "Keras": "3.15.1",
    "TensorFlow": "2.21.0",
}


@dataclass(frozen=True)
class KinkConvention:
    """The values that the frameworks return for a derivative at a kink, as measured.

    Attributes
    ----------
    at : str
        The place: ``"0"``, ``"±λ"``.
    order : int
        1 for f′, 2 for f″.
    pytorch, jax, keras_jax, keras_torch, keras_tensorflow : str
        The value in terms of the parameters, empty where the framework has no such function or derivative.
    """

    at: str
    order: int = 1
    pytorch: str = ""
    jax: str = ""
    keras_jax: str = ""
    keras_torch: str = ""
    keras_tensorflow: str = ""


@dataclass_transform(frozen_default=True, field_specifiers=(parameter,))
@dataclass(frozen=True, repr=False, eq=False)
class Parametric:
    """Base of classes with declared parameters: a subclass becomes a frozen dataclass whose fields they are."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclass(frozen=True, repr=False, eq=False)(cls)

    def __post_init__(self) -> None:
        for declared in self.parameters():
            value = getattr(self, declared.name)
            object.__setattr__(self, declared.name, self._check(declared, value))

    @classmethod
    def _check(cls, declared: Parameter, value: object) -> float:
        name = declared.name.rstrip("_")
        if isinstance(value, (bool, np.bool_)) or not isinstance(
            value, (int, float, np.integer, np.floating)
        ):
            raise ValueError(f"{cls.__name__}: {name} must be a number, got {value!r}")
        try:
            number = float(value)
        except (TypeError, OverflowError):
            number = math.nan
        if number not in declared.domain:
            shown = value.item() if isinstance(value, np.generic) else value
            raise ValueError(f"{cls.__name__}: {name} must lie in {declared.domain}, got {shown!r}")
        return number

    @classmethod
    @cache
    def parameters(cls) -> tuple[Parameter, ...]:
        """The declared parameters in the order of the constructor's arguments.

        Examples
        --------
        >>> from activations import SELU
        >>> [declared.symbol for declared in SELU.parameters()]
        ['λ', 'α']
        """
        return tuple(
            Parameter(
                declared.name,
                **{
                    **declared.metadata,
                    "symbol": declared.metadata["symbol"] or symbol_of(declared.name),
                },
            )
            for declared in dataclasses.fields(cls)
        )

    def settings(self) -> dict[str, float]:
        """The value of each parameter by name.

        Examples
        --------
        >>> from activations import ELU
        >>> ELU(alpha=0.5).settings()
        {'alpha': 0.5}
        """
        return {declared.name: getattr(self, declared.name) for declared in self.parameters()}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        # That of a data class is the same for all functions with the same numbers, and caches know them by it.
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.settings().items())
        return f"{type(self).__name__}({arguments})"


class Activation(Parametric, ABC):
    """An element-wise activation function at one setting of its parameters.

    A subclass declares the facts below and the formulas of the value and its derivatives. It becomes a frozen
    dataclass whose fields are the parameters.

    f, f′, f″ and ∂f/∂parameter are at most 8·2⁻⁵²·(|true| + |x · next derivative|) + 1e-300 from the true ones, for
    parameters that are 0 or from 1e-6 to 1e6 in size. Any other parameter in its domain is accepted too: there the
    rule holds as long as no intermediate result of the formulas leaves the doubles.

    Formulas receive a one-dimensional float64 array and return a new one of the same shape. They need not guard
    against floating-point warnings.

    Attributes
    ----------
    title : str
        The name people use in prose.
    gist : str
        What it does, in one sentence for a newcomer; a parameter goes by its symbol.
    family : str
        The group it is shown in.
    formula, derivative_formula : str
        f(x) and f′(x) in LaTeX; the latter follows from the expression if it is not declared.
    expression : str
        f(x) as a Python expression of ``x``, the parameters, and functions as NumPy calls them besides ``erf``,
        ``sigmoid`` and ``softplus``, from which code for every framework is written.
    aliases : tuple of str
        Other names of the same function in prose.
    framework_names : tuple of str
        Names that frameworks give exactly this function, which differ from title and aliases by more than case,
        blanks, hyphens and underscores.
    reference : Reference or None
        Where it comes from.
    spellings : mapping
        `Spelling` by framework (``"pytorch"``, ``"keras"``, ``"jax"``, ``"onnx"``, ``"transformers"``); absent where
        it has none.
    models : tuple of Model
        Published models that have it.
    kink_conventions : tuple of KinkConvention
        The frameworks' values where f′ or f″ does not exist.
    remarks : tuple of str
        Facts about frameworks or accuracy worth knowing, one sentence each.
    gain_name : str
        What ``torch.nn.init.calculate_gain`` calls it, empty where it does not know it.
    measured_on : Interval or None
        Where the properties are only measured; None where they are told from the whole line.
    """

    title: ClassVar[str]
    gist: ClassVar[str] = ""
    family: ClassVar[str]
    formula: ClassVar[str]
    derivative_formula: ClassVar[str]
    expression: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    framework_names: ClassVar[tuple[str, ...]] = ()
    reference: ClassVar[Reference | None] = None
    spellings: ClassVar[Mapping[str, Spelling]] = {}
    models: ClassVar[tuple[Model, ...]] = ()
    kink_conventions: ClassVar[tuple[KinkConvention, ...]] = ()
    remarks: ClassVar[tuple[str, ...]] = ()
    gain_name: ClassVar[str] = ""
    measured_on: ClassVar[Interval | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "expression") and not hasattr(cls, "derivative_formula"):
            cls.derivative_formula = latex(differentiate(cls.tree()))

    def __call__(self, x: ArrayLike) -> Any:
        """f(x), element by element.

        Parameters
        ----------
        x : array_like of real numbers
            Pre-activations, of any shape. nan gives nan, ±inf the limit.

        Returns
        -------
        ndarray or NumPy scalar
            Of the shape of `x`; float32 if `x` is float32, float64 otherwise.

        Raises
        ------
        TypeError
            If `x` does not hold real numbers.

        Examples
        --------
        >>> from activations import ReLU
        >>> ReLU()([-1.0, 2.0]).tolist()
        [0.0, 2.0]
        """
        return evaluate(self._value, x)

    def derivative(self, x: ArrayLike) -> Any:
        """f′(x), element by element; see `__call__`.

        At a kink it is the value that PyTorch returns, most often that of the left or flat branch.

        Examples
        --------
        >>> from activations import ReLU
        >>> ReLU().derivative([-1.0, 0.0, 2.0]).tolist()
        [0.0, 0.0, 1.0]
        """
        return evaluate(self._derivative, x)

    def second_derivative(self, x: ArrayLike) -> Any:
        """f″(x), element by element; see `__call__`.

        At a kink it is that of one of the branches, or their mean.

        Examples
        --------
        >>> from activations import SquaredReLU
        >>> SquaredReLU().second_derivative([-1.0, 3.0]).tolist()
        [0.0, 2.0]
        """
        return evaluate(self._second_derivative, x)

    def value_and_derivative(self, x: ArrayLike) -> tuple[Any, Any]:
        """f(x) and f′(x), faster together than one by one; see `__call__` and `derivative`.

        Examples
        --------
        >>> from activations import Tanh
        >>> value, slope = Tanh().value_and_derivative(0.0)
        >>> float(value), float(slope)
        (0.0, 1.0)
        """
        value, derivative = evaluate_together(self._value_and_derivative, x)
        return value, derivative

    def parameter_derivative(self, name: str, x: ArrayLike) -> Any:
        """∂f/∂parameter at each x, by which gradient descent learns the parameter; see `__call__`.

        Raises
        ------
        ValueError
            If the function has no parameter called `name`.

        Examples
        --------
        >>> from activations import PReLU
        >>> PReLU().parameter_derivative("alpha", [-3.0, 2.0]).tolist()
        [-3.0, 0.0]
        """
        symbol = name.rstrip("_")
        known = [declared.name.rstrip("_") for declared in self.parameters()]
        if symbol not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise ValueError(f"{type(self).__name__}: no parameter {name!r}; {has}")
        return evaluate(self._find_parameter_derivative(symbol), x)

    def kinks(self) -> tuple[float, ...]:
        """Each x where f, f′ or f″ is not continuous, in ascending order.

        Examples
        --------
        >>> from activations import HardTanh
        >>> HardTanh().kinks()
        (-1.0, 1.0)
        """
        return () if self._is_written else _find_kinks(self)

    def domain(self) -> Interval:
        """The interval on which f is defined.

        An end that is not infinite is a pole, at which |f| grows without end.

        Examples
        --------
        >>> from activations import SoftExponential
        >>> str(SoftExponential(alpha=-1).domain())
        '(0, inf)'
        """
        return Interval(-math.inf, math.inf, low_closed=False, high_closed=False)

    def period(self) -> float:
        """The width of the waves of f in units of x, inf if it has none.

        Examples
        --------
        >>> from activations import Sine
        >>> round(Sine(alpha=2).period(), 5)
        3.14159
        """
        return math.inf

    def properties(self) -> Properties:
        """Range, monotonicity, smoothness and more at the current parameters; see `Properties`.

        Examples
        --------
        >>> from activations import ELU
        >>> card = ELU(alpha=0.5).properties()
        >>> str(card.range), card.monotonic, card.saturates_left
        ('(-0.5, inf)', 'increasing', 'soft')
        """
        return compute_properties(self)

    def known_properties(self) -> Mapping[str, Any]:
        """Fields of `properties` that the class knows exactly and numerics could not find.

        Examples
        --------
        >>> from activations import XIELU
        >>> XIELU(alpha=0.4, lambda_=0.8).known_properties()
        {'smoothness': 2}
        """
        return {}

    def known_moments(self, _variance: float, /) -> Moments | None:
        """The moments of f(x), x ~ N(0, variance), if the class knows them in closed form.

        Examples
        --------
        >>> from activations import Exponential, Tanh
        >>> round(Exponential().known_moments(1.0).mean, 6)
        1.648721
        >>> Tanh().known_moments(1.0) is None
        True
        """
        return None

    # What a class does not write itself comes from its expression. It writes what loses digits there, what fails at
    # ±∞, and what must be faster.

    @classmethod
    def tree(cls) -> Node:
        """The declared expression as a tree.

        Examples
        --------
        >>> from activations import Abs
        >>> Abs.tree()
        Call(function='abs', arguments=(Symbol(name='x'),))
        """
        return declared_tree(cls.expression)

    def _value(self, x: Array) -> Array:
        return calculus.value(self.tree(), self.settings(), x)

    def _derivative(self, x: Array) -> Array:
        return calculus.derivative(self.tree(), self.settings(), x)

    def _second_derivative(self, x: Array) -> Array:
        return calculus.derivative(self.tree(), self.settings(), x, 2)

    def _value_and_derivative(self, x: Array) -> tuple[Array, Array]:
        # Overridden where both need the same exponential.
        if self._is_written:
            return self._value(x), self._derivative(x)
        return calculus.value_and_derivative(self.tree(), self.settings(), x)

    def _find_parameter_derivative(self, symbol: str) -> Callable[[Array], Array]:
        written: Callable[[Array], Array] | None = getattr(self, f"_{symbol}_derivative", None)
        if written is not None:
            return written
        (name,) = (declared.name for declared in self.parameters() if declared.name.rstrip("_") == symbol)
        return lambda x: calculus.parameter_derivative(self.tree(), self.settings(), name, x)

    @property
    def _is_written(self) -> bool:
        """Whether the class has code of its own for f."""
        return type(self)._value is not Activation._value


@lru_cache(maxsize=4096)
def _find_kinks(f: Activation) -> tuple[float, ...]:
    return calculus.find_kinks(f.tree(), f.settings())
