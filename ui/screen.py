"""A window stays on its screen, with all of its buttons."""

from __future__ import annotations

from ui.qt import QApplication, QRect, QWidget

FRAME = 40
"""Height in pixels that a window's frame may take, as long as it is not known."""


def room_for(window: QWidget) -> QRect:
    """The part of the window's screen that panels and docks leave free."""
    screen = QApplication.screenAt(window.geometry().center()) or QApplication.primaryScreen()
    assert screen is not None
    return screen.availableGeometry()


def fitted(wanted: QRect, room: QRect) -> QRect:
    """``wanted`` made smaller and moved only as far as it must be to lie in ``room``.

    Examples
    --------
    >>> fitted(QRect(100, 100, 1320, 860), QRect(0, 0, 1366, 728)).getRect()
    (46, 0, 1320, 728)
    """
    width, height = min(wanted.width(), room.width()), min(wanted.height(), room.height())
    left = min(max(wanted.left(), room.left()), room.left() + room.width() - width)
    top = min(max(wanted.top(), room.top()), room.top() + room.height() - height)
    return QRect(left, top, width, height)


def keep_on_screen(window: QWidget) -> None:
    """Make a window fit its screen, frame and all; one that fills the screen does already."""
    if window.isMaximized() or window.isFullScreen():
        return
    inside, outside = window.geometry(), window.frameGeometry()
    above = inside.top() - outside.top() if window.isVisible() else FRAME
    sides, below = inside.left() - outside.left(), outside.bottom() - inside.bottom()
    room = room_for(window).adjusted(sides, above, -sides, -below)
    window.setMinimumSize(window.minimumSize().boundedTo(room.size()))
    window.setGeometry(fitted(inside, room))
