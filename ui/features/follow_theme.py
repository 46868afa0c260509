"""Follows the desktop from light to dark and back, as long as *System* is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from ui import theme
from ui.features.feature import Entry, Parts
from ui.qt import QApplication, QDBusConnection, QObject, Qt, Slot
from ui.system_theme import (
    PORTAL,
    PORTAL_PATH,
    PORTAL_SETTINGS,
    has_session_bus,
    keep_first_palette,
    system_theme,
)


class FollowTheme(QObject):
    """Looks when the desktop tells of a change, and whenever the program comes to the front."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._preferences = parts.preferences
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.applicationStateChanged.connect(self._come)
        if has_session_bus():
            QDBusConnection.sessionBus().connect(
                PORTAL, PORTAL_PATH, PORTAL_SETTINGS, "SettingChanged", self.look
            )

    def entries(self) -> Sequence[Entry]:
        """None: the choice stands with the other looks."""
        return ()

    def refresh(self) -> None:
        """Jobs and sources do not matter."""

    def close(self) -> None:
        """Qt ends the connections with the window."""

    @Slot()
    def look(self) -> None:
        """Dress the program as the desktop is, where that was chosen and has changed."""
        keep_first_palette()
        if self._preferences.theme == theme.SYSTEM and system_theme() != theme.current().name:
            theme.apply(theme.SYSTEM)

    def _come(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()
