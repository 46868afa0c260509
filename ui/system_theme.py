"""Whether the desktop is light or dark, asked of the machine itself: nothing goes over a network."""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path

from ui.qt import QApplication, QDBus, QDBusConnection, QDBusMessage, QDBusVariant, QPalette, QSettings

DARK, LIGHT = "dark", "light"
PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
PORTAL_SETTINGS = "org.freedesktop.portal.Settings"
APPEARANCE = "org.freedesktop.appearance"
PORTAL_MILLISECONDS = 400
"""How long is waited for the desktop's answer; it takes a few when the portal runs."""
WINDOWS_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"

_first_palette: list[QPalette] = []


def keep_first_palette() -> None:
    """Remember the palette that the platform gave, before a theme of ours takes its place."""
    if not _first_palette:
        _first_palette.append(QApplication.palette())


def system_theme() -> str:
    """``dark`` or ``light``: as the desktop says; dark where nothing says so, as pictures are judged in
    a dim surround."""
    for ask in (ask_windows, ask_portal, ask_gtk, ask_palette):
        answer = ask()
        if answer:
            return answer
    return DARK


def ask_windows() -> str:
    """The mode of programs that is chosen in Windows; empty elsewhere."""
    if sys.platform != "win32":
        return ""
    value = QSettings(WINDOWS_KEY, QSettings.Format.NativeFormat).value("AppsUseLightTheme")
    return "" if value is None else (LIGHT if int(value) else DARK)


def ask_portal() -> str:
    """The colour scheme of a freedesktop desktop; empty where there is none, or it prefers neither."""
    if not has_session_bus():
        return ""
    call = QDBusMessage.createMethodCall(PORTAL, PORTAL_PATH, PORTAL_SETTINGS, "Read")
    call.setArguments([APPEARANCE, "color-scheme"])
    reply = QDBusConnection.sessionBus().call(call, QDBus.CallMode.Block, PORTAL_MILLISECONDS)
    if reply.type() != QDBusMessage.MessageType.ReplyMessage or not reply.arguments():
        return ""
    return scheme_of(reply.arguments()[0])


def scheme_of(value: object) -> str:
    """The portal's number, bare or wrapped once or twice: 1 is dark, 2 is light."""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return {1: DARK, 2: LIGHT}.get(value, "") if isinstance(value, int) else ""


def has_session_bus() -> bool:
    """Whether there is a bus of this session; none is started for the question."""
    if not sys.platform.startswith("linux"):
        return False
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(
        runtime and (Path(runtime) / "bus").exists()
    )


def ask_gtk() -> str:
    """What is chosen in the settings of GTK; empty where there are none."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    theme = os.environ.get("GTK_THEME", "")
    for version in ("gtk-4.0", "gtk-3.0"):
        settings = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            settings.read(home / version / "settings.ini", encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue
        if settings.get("Settings", "gtk-application-prefer-dark-theme", fallback="0") in ("1", "true"):
            return DARK
        theme = theme or settings.get("Settings", "gtk-theme-name", fallback="")
    if not theme:
        return ""
    return DARK if theme.lower().endswith(("-dark", ":dark", "-darker")) else LIGHT


def ask_palette() -> str:
    """By the platform's own palette. On Linux Qt's is light where it knows nothing: only dark counts."""
    if not _first_palette:
        return ""
    ground = _first_palette[0].color(QPalette.ColorRole.Window)
    if ground.lightness() < 128:
        return DARK
    return "" if sys.platform.startswith("linux") else LIGHT
