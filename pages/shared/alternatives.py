"""Text alternatives of pictures, for those who cannot see them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


def alternative(command: Callable[..., Any], text: str) -> dict[str, Any]:
    """Return the argument that gives a picture its text, where this Streamlit's command takes one."""
    return {"alt": text} if "alt" in inspect.signature(command).parameters else {}
