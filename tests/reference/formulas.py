"""The 84 activation functions written down plainly in mpmath, independently of `activations`.

A function is a list of pieces: a formula, then a kink, then a formula … A kink is its position and what holds
there: the piece on the left, the piece on the right, or a formula of its own. Formulas take and give a `Jet`,
so that their derivatives come from the rules of calculus and not from anything written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mpmath import mp, mpf

LEFT, RIGHT = "left", "right"

# Beyond any argument of interest; the exponent of exp(FAR) still fits into memory.
FAR = mpf(2) ** 1200
ZERO = mpf(0)


@dataclass(frozen=True)
class Jet:
    """A number with its first and second derivative by one variable."""

    value: mpf
    slope: mpf = ZERO
    curvature: mpf = ZERO

    def __add__(self, other: Jet | mpf | int) -> Jet:
        b = jet(other)
        return Jet(self.value + b.value, self.slope + b.slope, self.curvature + b.curvature)

    def __mul__(self, other: Jet | mpf | int) -> Jet:
        a, b = self, jet(other)
        if b.slope == b.curvature == 0:  # so that infinity times a constant is not nan
            return Jet(a.value * b.value, a.slope * b.value, a.curvature * b.value)
        return Jet(
            a.value * b.value,
            a.slope * b.value + a.value * b.slope,
            a.curvature * b.value + 2 * a.slope * b.slope + a.value * b.curvature,
        )

    def __truediv__(self, other: Jet | mpf | int) -> Jet:
        b = jet(other)
        inverse = 1 / b.value
        return self * chain(b, inverse, -(inverse**2), 2 * inverse**3)

    def __neg__(self) -> Jet:
        return self * -1

    def __sub__(self, other: Jet | mpf | int) -> Jet:
        return self + -jet(other)

    def __rsub__(self, other: Jet | mpf | int) -> Jet:
        return jet(other) - self

    def __rtruediv__(self, other: Jet | mpf | int) -> Jet:
        return jet(other) / self

    __radd__ = __add__
    __rmul__ = __mul__


Formula = Callable[[Jet], Jet]
Pieces = list[Formula | tuple[Jet | mpf | int, str | Formula]]


def jet(number: Jet | mpf | int) -> Jet:
    """A constant as a jet, a jet as it is."""
    return number if isinstance(number, Jet) else Jet(mpf(number))


def chain(u: Jet, value: mpf, slope: mpf, curvature: mpf) -> Jet:
    """g(u), given g, g′ and g″ at the value of u."""
    return Jet(value, slope * u.slope, curvature * u.slope**2 + slope * u.curvature)


def real_exp(v: mpf) -> mpf:
    """exp(v), 0 below −2¹²⁰⁰ and constant above 2¹²⁰⁰."""
    return mp.exp(min(v, FAR)) if v > -FAR else mpf(0)


def exp(u: Jet) -> Jet:
    e = real_exp(u.value)
    return chain(u, e, e, e)


def expm1(u: Jet) -> Jet:
    e = real_exp(u.value)
    return chain(u, mp.expm1(u.value) if abs(u.value) < 1 else e - 1, e, e)


def log(u: Jet) -> Jet:
    if u.value < 0:
        return Jet(mp.nan, mp.nan, mp.nan)
    if u.value == 0:
        return Jet(-mp.inf, u.slope * mp.inf, -mp.inf)
    return chain(u, mp.log(u.value), 1 / u.value, -1 / u.value**2)


def log1p(u: Jet) -> Jet:
    w = 1 + u.value
    return chain(u, mp.log1p(u.value) if abs(u.value) < 0.5 else mp.log(w), 1 / w, -1 / w**2)


def sqrt(u: Jet) -> Jet:
    root = mp.sqrt(u.value)
    return chain(u, root, 1 / (2 * root), -1 / (4 * root**3))


def sin(u: Jet) -> Jet:
    c, s = mp.cos_sin(u.value)
    return chain(u, s, c, -s)


def cos(u: Jet) -> Jet:
    c, s = mp.cos_sin(u.value)
    return chain(u, c, -s, -c)


def tanh(u: Jet) -> Jet:
    e = real_exp(-2 * abs(u.value))
    t = mp.sign(u.value) * (1 - e) / (1 + e)
    slope = 4 * e / (1 + e) ** 2
    return chain(u, t, slope, -2 * t * slope)


def erf(u: Jet) -> Jet:
    value = mp.erf(u.value) if abs(u.value) < 100 else mp.sign(u.value)
    slope = 2 / mp.sqrt(mp.pi) * real_exp(-(u.value**2))
    return chain(u, value, slope, -2 * u.value * slope)


def atan(u: Jet) -> Jet:
    w = 1 + u.value**2
    return chain(u, mp.atan(u.value), 1 / w, -2 * u.value / w**2)


def asinh(u: Jet) -> Jet:
    w = mp.sqrt(1 + u.value**2)
    return chain(u, mp.asinh(u.value), 1 / w, -u.value / w**3)


def sigmoid(u: Jet) -> Jet:
    return 1 / (1 + exp(-u))


def softplus(u: Jet) -> Jet:
    return log1p(exp(u))


def normal(u: Jet) -> Jet:
    """Φ(u), the distribution function of the standard normal."""
    return (1 + erf(u / mp.sqrt(2))) / 2


def zero(x: Jet) -> Jet:
    return x * 0


def one(x: Jet) -> Jet:
    return x * 0 + 1


def same(x: Jet) -> Jet:
    return x


def leaky(alpha: Jet) -> Pieces:
    return [lambda x: alpha * x, (0, LEFT), same]


def clipped(alpha: Jet | int, beta: Jet | int) -> Pieces:
    return [lambda x: alpha + zero(x), (alpha, LEFT), same, (beta, RIGHT), lambda x: beta + zero(x)]


def inverse_root(x: Jet, alpha: Jet) -> Jet:
    return x / sqrt(1 + alpha * x * x)


def soft_exponential(alpha: Jet) -> Pieces:
    if alpha.value == 0:  # both branches are x + α(1 + x²/2) + O(α²)
        return [lambda x: x + alpha * (1 + x * x / 2)]
    if alpha.value < 0:  # not defined left of x = 1/α − α
        return [lambda x: -log(1 - alpha * (x + alpha)) / alpha]
    return [lambda x: expm1(alpha * x) / alpha + alpha]


def shrink(lambda_: Jet, beta: Jet) -> Pieces:
    if lambda_ == beta == jet(0):  # a line; where a parameter is learned it is none
        return [same]
    return [lambda x: x + beta, (-lambda_, RIGHT), zero, (lambda_, LEFT), lambda x: x - beta]


def quadratic_corner(beta: Jet | int) -> Pieces:
    width = jet(beta)
    return [zero, (-width, LEFT), lambda x: (x + width) * (x + width) / (4 * width), (width, RIGHT), same]


def root_of_softplus(x: Jet) -> Jet:
    if x.value < -9000:  # the softplus is eˣ to all the digits that are asked for
        return exp(x / 2)
    if x.value > mpf(2) ** 1050:  # stands for infinity, whose root would be none
        return Jet(mp.inf)
    return sqrt(softplus(x))


def clipped_unit(unit: Formula, limit: Jet) -> Pieces:
    """The pieces of min(unit, limit) for a unit that passes the limit once, right of the limit itself."""
    x = limit.value
    for _ in range(60):  # Newton's method
        there = unit(Jet(x, mpf(1)))
        step = (limit.value - there.value) / there.slope
        x += step
        if abs(step) < mp.ldexp(x, -mp.prec // 2):
            break
    return [unit, (Jet(x), LEFT), lambda x: limit + zero(x)]


FUNCTIONS: dict[str, Callable[..., Pieces]] = {
    "identity": lambda: [same],
    "relu": lambda: [zero, (0, LEFT), same],
    "relu6": lambda: clipped(0, 6),
    "clipped_relu": lambda alpha: clipped(0, alpha),
    "leaky_relu": leaky,
    "prelu": leaky,
    "rrelu": lambda alpha, beta: leaky((alpha + beta) / 2),
    "elu": lambda alpha: [lambda x: alpha * expm1(x), (0, LEFT), same],
    "selu": lambda lambda_, alpha: [lambda x: lambda_ * alpha * expm1(x), (0, LEFT), lambda x: lambda_ * x],
    "celu": lambda alpha: [lambda x: alpha * expm1(x / alpha), (0, LEFT), same],
    "pelu": lambda alpha, beta: [lambda x: alpha * expm1(x / beta), (0, LEFT), lambda x: alpha / beta * x],
    "gelu": lambda: [lambda x: x * normal(x)],
    "gelu_tanh": lambda: [lambda x: x / 2 * (1 + tanh(mp.sqrt(2 / mp.pi) * (x + mpf(0.044715) * x * x * x)))],
    "quick_gelu": lambda alpha: [lambda x: x * sigmoid(alpha * x)],
    "silu": lambda: [lambda x: x * sigmoid(x)],
    "swish": lambda beta: [lambda x: x * sigmoid(beta * x)],
    "eswish": lambda beta: [lambda x: beta * x * sigmoid(x)],
    "hard_swish": lambda: [zero, (-3, LEFT), lambda x: x * (x + 3) / 6, (3, RIGHT), same],
    "mish": lambda: [lambda x: x * tanh(softplus(x))],
    "softplus": lambda beta: [lambda x: softplus(beta * x) / beta],
    "sigmoid": lambda: [sigmoid],
    "hard_sigmoid": lambda alpha, beta: [
        zero,
        (-beta / alpha, LEFT),
        lambda x: alpha * x + beta,
        ((1 - beta) / alpha, RIGHT),
        one,
    ],
    "log_sigmoid": lambda: [lambda x: -softplus(-x)],
    "tanh": lambda: [tanh],
    "hardtanh": clipped,
    "scaled_tanh": lambda alpha, beta: [lambda x: alpha * tanh(beta * x)],
    "dyt": lambda alpha: [lambda x: tanh(alpha * x)],
    "tanhshrink": lambda: [lambda x: x - tanh(x)],
    "softsign": lambda: [lambda x: x / (1 - x), (0, same), lambda x: x / (1 + x)],
    "softshrink": lambda lambda_: shrink(lambda_, lambda_),
    "hardshrink": lambda lambda_: shrink(lambda_, jet(0)),
    "shrink": shrink,
    "threshold": lambda lambda_, beta: [lambda x: beta + zero(x), (lambda_, LEFT), same],
    "thresholded_relu": lambda lambda_: [zero, (lambda_, LEFT), same],
    "squareplus": lambda beta: [lambda x: (x + sqrt(x * x + beta)) / 2],
    "sparse_plus": lambda: quadratic_corner(1),
    "sparse_sigmoid": lambda: [zero, (-1, LEFT), lambda x: (x + 1) / 2, (1, RIGHT), one],
    "smelu": quadratic_corner,
    "exponential": lambda: [exp],
    "abs": lambda: [lambda x: -x, (0, zero), same],
    "step": lambda alpha: [zero, (0, lambda x: alpha + zero(x)), one],
    "sign": lambda: [lambda x: -one(x), (0, zero), one],
    "sine": lambda alpha: [lambda x: sin(alpha * x)],
    "gcu": lambda: [lambda x: x * cos(x)],
    "snake": lambda alpha: [lambda x: x + sin(alpha * x) * sin(alpha * x) / alpha],
    "gaussian": lambda alpha: [lambda x: exp(-alpha * x * x)],
    "bent_identity": lambda: [lambda x: (sqrt(x * x + 1) - 1) / 2 + x],
    "isru": lambda alpha: [lambda x: inverse_root(x, alpha)],
    "isrlu": lambda alpha: [lambda x: inverse_root(x, alpha), (0, RIGHT), same],
    "sqnl": lambda: [
        lambda x: -one(x),
        (-2, LEFT),
        lambda x: x + x * x / 4,
        (0, same),
        lambda x: x - x * x / 4,
        (2, RIGHT),
        one,
    ],
    "squared_relu": lambda: [zero, (0, LEFT), lambda x: x * x],
    "star_relu": lambda alpha, beta: [lambda x: beta + zero(x), (0, LEFT), lambda x: alpha * x * x + beta],
    "serf": lambda: [lambda x: x * erf(softplus(x))],
    "tanhexp": lambda: [lambda x: x * tanh(exp(x))],
    "lisht": lambda: [lambda x: x * tanh(x)],
    "logish": lambda: [lambda x: x * log1p(sigmoid(x))],
    "smish": lambda: [lambda x: x * tanh(log1p(sigmoid(x)))],
    "aptx": lambda alpha, beta, gamma: [lambda x: (alpha + tanh(beta * x)) * gamma * x],
    "acon_c": lambda alpha, beta, lambda_: [
        lambda x: (alpha - lambda_) * x * sigmoid(beta * (alpha - lambda_) * x) + lambda_ * x
    ],
    "xielu": lambda alpha, lambda_, beta: [
        lambda x: lambda_ * expm1(x) + (beta - lambda_) * x,
        (0, LEFT),
        lambda x: alpha * x * x + beta * x,
    ],
    "golu": lambda: [lambda x: x * exp(-exp(-x))],
    "arctan": lambda: [atan],
    "erf": lambda: [erf],
    "asinh": lambda: [asinh],
    "symlog": lambda: [lambda x: -log1p(-x), (0, same), log1p],
    "aria2": lambda alpha, beta: [lambda x: x * exp(-alpha * softplus(-beta * x))],
    "elliott": lambda: [
        lambda x: x / (2 * (1 - x)) + mpf(0.5),
        (0, lambda x: (1 + x) / 2),
        lambda x: x / (2 * (1 + x)) + mpf(0.5),
    ],
    "elish": lambda: [lambda x: expm1(x) * sigmoid(x), (0, RIGHT), lambda x: x * sigmoid(x)],
    "hard_elish": lambda: [
        zero,
        (-1, LEFT),
        lambda x: expm1(x) * (x + 1) / 2,
        (0, RIGHT),
        lambda x: x * (x + 1) / 2,
        (1, RIGHT),
        same,
    ],
    "soft_exponential": soft_exponential,
    "cloglog": lambda: [lambda x: -expm1(-exp(x))],
    "nlrelu": lambda beta: [zero, (0, LEFT), lambda x: log1p(beta * x)],
    "phi_cdf": lambda: [normal],
    "elu_plus_one": lambda: [exp, (0, LEFT), lambda x: x + 1],
    "sqrt_softplus": lambda: [root_of_softplus],
    "situ": lambda beta: [lambda x: beta * tanh(x / beta) * sigmoid(x)],
    "clamped_swish": lambda alpha, lambda_: [
        lambda x: x * sigmoid(alpha * x),
        (lambda_, LEFT),
        lambda x: lambda_ * sigmoid(alpha * lambda_) + zero(x),
    ],
    "clipped_silu": lambda lambda_: clipped_unit(lambda x: x * sigmoid(x), lambda_),
    "clipped_gelu": lambda lambda_: clipped_unit(lambda x: x * normal(x), lambda_),
    "laplace": lambda alpha, beta: [lambda x: normal((x - alpha) / beta)],
    "hard_mish": lambda: [zero, (-2, RIGHT), lambda x: x * (x + 2) / 2, (0, LEFT), same],
    "snake_beta": lambda alpha, beta: [lambda x: x + sin(alpha * x) * sin(alpha * x) / beta],
    "log_cosh": lambda: [lambda x: log((exp(x) + exp(-x)) / 2)],
    "derf": lambda alpha, beta: [lambda x: erf(alpha * x + beta)],
    "square": lambda: [lambda x: x * x],
    "clamped_relu": lambda alpha, beta: [
        lambda x: alpha * x,
        (0, LEFT),
        same,
        (beta, RIGHT),
        lambda x: beta + zero(x),
    ],
    "parametric_softplus": lambda alpha, beta: [lambda x: alpha * softplus(beta * x)],
}
