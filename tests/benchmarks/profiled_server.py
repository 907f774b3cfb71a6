"""Streamlit's command line, with a profile of every run of the script written to the file named first."""

from __future__ import annotations

import cProfile
import sys
from pathlib import Path

OUTPUT = sys.argv.pop(1)
WARM_UP = 8
# In place of this file's own folder, which has an `activations` of its own.
sys.path[0] = str(Path(__file__).parents[2])

from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main

run, profile, runs = ScriptRunner._run_script, cProfile.Profile(), 0


def profiled(self: ScriptRunner, data: RerunData) -> None:
    """Run the script as Streamlit does, and count it in."""
    global runs  # noqa: PLW0603
    runs += 1
    if runs <= WARM_UP:
        run(self, data)
        return
    profile.enable()
    try:
        run(self, data)
    finally:
        profile.disable()
        profile.dump_stats(OUTPUT)
        Path(f"{OUTPUT}.runs").write_text(str(runs - WARM_UP))


ScriptRunner._run_script = profiled  # type: ignore[assignment,method-assign]  # there is no hook for it
main(prog_name="streamlit")
