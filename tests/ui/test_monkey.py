"""A user without a plan finds no fault (longer: ``python -m tests.ui.monkey``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import MakeWindow
from tests.ui.monkey import run
from ui.preferences import Preferences

ACTIONS = 500
MOST_WIDGETS = 160
"""By so many the widgets of an emptied window may differ: panels are folded or not, methods have other
parameters, values were measured or not, and the table of results and lists of choices were open once."""
MOST_MEGABYTES = 400
"""More than what is imported on the way: OpenVINO, the metrics, and Qt's pictures of the text."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_actions_do_no_harm(
    make_window: MakeWindow, preferences: Preferences, tmp_path: Path, seed: int
) -> None:
    preferences.folder = str(tmp_path)
    findings = run(make_window, tmp_path, seed, ACTIONS)
    assert findings.faults == []
    assert findings.warnings == []
    assert findings.done.total() == ACTIONS
    assert max(findings.widgets) - min(findings.widgets) <= MOST_WIDGETS
    assert findings.megabytes[-1] - findings.megabytes[0] < MOST_MEGABYTES
