"""Settings files that something else has written or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.preferences import Preferences
from ui.qt import QSettings

INI = QSettings.Format.IniFormat


@pytest.mark.parametrize("written", ["hello", "1, 2", "17", '""'])
def test_a_broken_size_of_the_window_is_passed_by(tmp_path: Path, written: str) -> None:
    """It kept the window from starting, at every start anew."""
    path = tmp_path / "broken.ini"
    path.write_text(f"[window]\ngeometry={written}\npanels={written}\n")
    broken = Preferences(QSettings(str(path), INI))
    assert (broken.geometry, broken.panels) == (b"", b"")


def test_sizes_come_back_as_they_were(tmp_path: Path) -> None:
    path = str(tmp_path / "whole.ini")
    before = QSettings(path, INI)
    Preferences(before).geometry = b"\x01\xd9\x00, \xff"
    before.sync()
    assert Preferences(QSettings(path, INI)).geometry == b"\x01\xd9\x00, \xff"
