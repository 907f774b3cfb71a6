"""The rules of style of the sheet that is printed."""

from __future__ import annotations

# The controls of a page for paper are of no use there.
FOR_PAPER = """
@media print { [data-testid=stButtonGroup], [data-testid=stCheckbox], [data-testid=stCaptionContainer]
{ display: none; } }
"""
