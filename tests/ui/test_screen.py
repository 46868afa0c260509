"""The window fits its screen at the start, whatever was remembered; the panels keep their widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.conftest import MakeWindow
from ui import screen
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QApplication, QRect
from ui.screen import fitted, keep_on_screen

SMALL = QRect(0, 26, 1366, 768 - 26)
"""What a bar at the top leaves of the screen."""
Opened = Callable[[], MainWindow]


@pytest.fixture
def opened(
    program: QApplication, preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> Opened:
    """Opens a window on the small screen, as the program does."""
    del program
    monkeypatch.setattr(screen, "room_for", lambda _window: SMALL)

    def make() -> MainWindow:
        window = MainWindow(preferences)
        window.show()
        keep_on_screen(window)
        QApplication.processEvents()
        return window

    return make


def assert_fits(window: MainWindow) -> None:
    assert SMALL.contains(window.frameGeometry())
    for button in (window.bottom.fuse, window.bottom.save):
        corner = button.mapToGlobal(button.rect().bottomRight())
        assert button.isVisible()
        assert SMALL.contains(corner), corner


def test_the_first_window_fits(opened: Opened) -> None:
    window = opened()
    assert_fits(window)
    assert window.width() == 1320, "as wide as it likes to be"
    window.close()


def test_a_remembered_window_fits_a_smaller_screen(opened: Opened, preferences: Preferences) -> None:
    large = opened()
    large.setGeometry(QRect(300, 200, 2400, 1500))
    preferences.geometry = bytes(large.saveGeometry())
    large.close()
    preferences.geometry = bytes(large.saveGeometry())
    window = opened()
    assert_fits(window)
    window.close()


def test_broken_memories_do_no_harm(opened: Opened, preferences: Preferences) -> None:
    preferences.geometry = preferences.panels = b"\x00broken"
    window = opened()
    assert_fits(window)
    window.close()


def test_the_window_fits_half_a_screen(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen of 1366 x 768 whose pixels are doubled has little room: all of it is used."""
    room = QRect(0, 0, 683 * 2 - 440, 520)
    monkeypatch.setattr(screen, "room_for", lambda _window: room)
    window = opened()
    assert room.contains(window.geometry())
    window.close()


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ((10, 40, 300, 200), (10, 40, 300, 200)),
        ((-50, 0, 300, 200), (0, 26, 300, 200)),
        ((1300, 700, 300, 200), (1066, 568, 300, 200)),
        ((0, 0, 5000, 5000), (0, 26, 1366, 742)),
    ],
)
def test_only_what_must_is_changed(wanted: tuple[int, ...], there: tuple[int, ...]) -> None:
    assert fitted(QRect(*wanted), SMALL).getRect() == there  # type: ignore[call-overload]


def test_the_panels_keep_their_widths(make_window: MakeWindow) -> None:
    first = make_window()
    QApplication.processEvents()
    first._columns.setSizes([300, 500, 300])
    widths = first._columns.sizes()
    first.close()
    second = make_window()
    QApplication.processEvents()
    assert second._columns.sizes() == widths
