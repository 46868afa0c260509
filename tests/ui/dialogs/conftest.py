from pathlib import Path

import pytest

from tests.ui.conftest import load, settle
from ui.main_window import MainWindow


@pytest.fixture
def finished(window: MainWindow, pair: list[Path]) -> MainWindow:
    """A window with a result that is not saved yet."""
    load(window, pair)
    window.fuse()
    settle(window)
    return window
