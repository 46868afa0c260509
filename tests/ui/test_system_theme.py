"""The look of the desktop is asked of the machine, and followed while the program runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui import system_theme, theme
from ui.features.follow_theme import FollowTheme
from ui.main_window import MainWindow
from ui.qt import QApplication, QColor, QDBusVariant, QPalette, Qt


@pytest.fixture(autouse=True)
def _silent_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a bus, GTK's settings, or a palette of its own."""
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "GTK_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(system_theme, "_first_palette", [])


def test_dark_where_nothing_says_otherwise() -> None:
    assert system_theme.system_theme() == "dark"


@pytest.mark.parametrize(
    ("line", "look"),
    [("gtk-application-prefer-dark-theme=1", "dark"), ("gtk-theme-name=Adwaita", "light"),
     ("gtk-theme-name=Yaru-dark", "dark"), ("no line", "dark")],
)  # fmt: skip
def test_settings_of_gtk(tmp_path: Path, line: str, look: str) -> None:
    folder = tmp_path / "config" / "gtk-3.0"
    folder.mkdir(parents=True)
    (folder / "settings.ini").write_text(f"[Settings]\n{line}\n", encoding="utf-8")
    assert system_theme.system_theme() == look


@pytest.mark.parametrize(("number", "look"), [(0, ""), (1, "dark"), (2, "light"), ("x", "")])
def test_the_answer_of_the_portal(number: object, look: str) -> None:
    assert system_theme.scheme_of(number) == look


def test_the_answer_of_the_portal_is_unwrapped(program: QApplication) -> None:
    del program
    assert system_theme.scheme_of(QDBusVariant(1)) == "dark"


def test_the_platforms_dark_palette_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    monkeypatch.setattr(system_theme, "_first_palette", [palette])
    assert system_theme.ask_palette() == "dark"


def test_the_window_follows_until_a_look_is_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.preferences.theme == "system", "at first"
    assert window.menus.actions["theme: system"].isChecked()
    following = next(feature for feature in window.features if isinstance(feature, FollowTheme))
    wanted = ["light"]
    monkeypatch.setattr(theme, "system_theme", lambda: wanted[0])
    monkeypatch.setattr("ui.features.follow_theme.system_theme", lambda: wanted[0])
    following.look()
    assert theme.current().name == "light"
    wanted[0] = "dark"
    following._come(Qt.ApplicationState.ApplicationActive)
    assert theme.current().name == "dark"
    window.choose_theme("light")
    following.look()
    assert theme.current().name == "light"
    window.choose_theme("system")
    assert theme.current().name == "dark"
