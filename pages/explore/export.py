"""Files to take away."""

from __future__ import annotations

import csv
import io

import numpy as np

from activations import Activation
from pages.shared.figures import CONFIG, Figure
from pages.shared.words import label

POINTS = 1001
# Of a picture, in pixels, at least.
HEIGHT = 450


def write_csv(f: Activation, low: float, high: float) -> str:
    """x, f, f′ and f″ at 1,001 evenly spaced x, every digit kept."""
    x = np.linspace(low, high, POINTS)
    columns = (x, f(x), f.derivative(x), f.second_derivative(x))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("x", "f", "f'", "f''"))
    writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
    return file.getvalue()


def write_markdown(f: Activation, picture: str, page: str) -> str:
    """A picture that leads to its page."""
    return f"[![{label(f)}]({_within_brackets(picture)})]({_within_brackets(page)})"


def _within_brackets(address: str) -> str:
    return address.replace("(", "%28").replace(")", "%29")


def write_html(figure: Figure, title: str) -> str:
    """A page that shows the figure without any network."""
    # Plotly's own script, 4.5 MB of it, is read only when somebody asks for the file.
    import plotly.io

    # By itself Plotly fills in a named template only in figures that it validates.
    template = plotly.io.templates["plotly_white"].to_plotly_json()
    titled = {**figure, "layout": {**figure["layout"], "title": {"text": title}, "template": template}}
    titled["layout"]["height"] = max(HEIGHT, figure["layout"]["height"])
    titled["layout"]["margin"] = {**figure["layout"]["margin"], "t": 80}
    page: str = plotly.io.to_html(titled, include_plotlyjs=True, config=CONFIG, validate=False)
    return page
