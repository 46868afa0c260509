"""A long job that ends while another window is used is told of by the desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import load, settle
from ui.features import notice
from ui.features.notice import Notice
from ui.main_window import MainWindow
from ui.qt import QApplication, QSystemTrayIcon


@pytest.fixture
def told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desktop was asked to tell; every job is long, and another program has the keyboard."""
    texts: list[str] = []
    watching = next(feature for feature in window.features if isinstance(feature, Notice))
    monkeypatch.setattr(watching, "tell", texts.append)
    monkeypatch.setattr(notice, "LONG_SECONDS", 0)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    return texts


def test_the_end_of_a_job_is_told(window: MainWindow, pair: list[Path], told: list[str]) -> None:
    load(window, pair)
    told.clear()
    window.fuse()
    settle(window)
    assert told == ["Fusing: done."]


def test_not_where_the_window_is_used_or_it_was_switched_off(
    window: MainWindow, pair: list[Path], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = window.menus.actions["tell when done"]
    assert switch.isChecked()
    switch.trigger()
    load(window, pair)
    assert told == []
    assert not window.preferences.tells_when_done
    switch.trigger()
    monkeypatch.setattr(QApplication, "activeWindow", lambda: window)
    window.fuse()
    settle(window)
    assert told == []


def test_nor_of_a_short_one(window: MainWindow, pair: list[Path], told: list[str],
                            monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(notice, "LONG_SECONDS", 60)
    load(window, pair)
    assert told == []


def test_a_desktop_without_a_tray_is_asked_for_attention_only(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts: list[object] = []
    monkeypatch.setattr(QApplication, "alert", alerts.append)
    watching = next(feature for feature in window.features if isinstance(feature, Notice))
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    watching.tell("Fusing: done.")
    assert alerts == [window]
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    shown: list[str] = []

    def show(_sign: QSystemTrayIcon, _title: str, text: str, *_rest: object) -> None:
        shown.append(text)

    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    watching.tell("Fusing: done.")
    assert shown == ["Fusing: done."]
