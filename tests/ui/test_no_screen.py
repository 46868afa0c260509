"""Where no window can be shown, one sentence names the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no screen")
@pytest.mark.parametrize("variables", [{"DISPLAY": ":7654"}, {"QT_QPA_PLATFORM": "nonsense"}])
def test_a_screen_where_nobody_is_ends_in_a_sentence(variables: dict[str, str], tmp_path: Path) -> None:
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    homes = {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "app.py", "--sample"], cwd=ROOT, env={**kept, **homes, **variables},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error: there is no screen on which the window can be shown (")
    assert "python -m fusion fuse" in done.stderr
