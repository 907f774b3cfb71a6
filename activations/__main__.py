"""The library from the command line: ``python -m activations golden GELU --format bfloat16``."""

from __future__ import annotations

import argparse
import sys

from activations.golden import TABLES, golden
from activations.parsing import parse


def main(arguments: list[str] | None = None) -> int:
    """Run a command, and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m activations", description="Activation functions.")
    commands = parser.add_subparsers(dest="command", required=True)
    table = commands.add_parser(
        "golden", help="print f and f′, correctly rounded, at every finite number of a format, as CSV"
    )
    table.add_argument("function", help='such as GELU, "ELU(alpha=0.5)" or "x * tanh(x)"')
    table.add_argument("--format", choices=TABLES, default="bfloat16")
    options = parser.parse_args(arguments)
    try:
        f = parse(options.function)
    except ValueError as error:
        parser.error(str(error))
    sys.stdout.write(golden(f, TABLES[options.format]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
