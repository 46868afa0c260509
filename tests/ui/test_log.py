"""The log file says where the time of a fusion went."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.conftest import load, settle
from ui.log import log_path, start_log
from ui.main_window import MainWindow


@pytest.fixture
def _log() -> Iterator[None]:
    """The program's log for one test."""
    before = list(logging.getLogger().handlers)
    start_log()
    yield
    for handler in logging.getLogger().handlers[:]:
        if handler not in before:
            logging.getLogger().removeHandler(handler)
            handler.close()
    logging.getLogger("ui").setLevel(logging.NOTSET)


@pytest.mark.usefixtures("_log")
def test_the_log_says_where_the_time_went(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.fuse()
    settle(window)
    last = log_path().read_text(encoding="utf-8").splitlines()[-1]
    assert "spatial-frequency: reading " in last
    assert "blending" in last
    assert "hash for the record" in last
