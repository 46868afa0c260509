"""From arguments to a running window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ui import i18n, log, theme
from ui.main_window import MainWindow
from ui.no_screen import refusing_without_screen
from ui.preferences import Preferences
from ui.qt import QApplication, Qt, QTimer
from ui.screen import keep_on_screen
from ui.system_theme import keep_first_palette

FOREIGN_PLUGINS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def run(paths: Sequence[Path], sample: bool, edits: bool = False) -> int:
    """Show the window and stay until it is closed; returns the exit code.

    With ``edits`` another program waits for the result: the window closes once it is saved.
    """
    log.start_log()
    program = make_program(sys.argv[:1])
    preferences = Preferences()
    theme.apply(preferences.theme)
    i18n.install(preferences.language)
    window = MainWindow(preferences)
    log.catch_faults(window.show_fault)
    window.show()
    QTimer.singleShot(0, lambda: keep_on_screen(window))  # its frame is known now
    first_start = preferences.take_first_start()
    if paths:
        QTimer.singleShot(0, lambda: window.open_files(paths))
    elif sample or first_start:
        QTimer.singleShot(0, window.open_sample)
    if not edits:
        return int(program.exec())
    saved = close_when_saved(window)
    program.exec()
    return print_saved(saved)


def close_when_saved(window: MainWindow) -> list[Path]:
    """Close the window once its result is in a file; the list gets that file."""
    saved: list[Path] = []

    def close() -> None:
        window.close()

    def look() -> None:
        path = window.session.saved_as
        if path is not None and not saved:
            saved.append(path)
            QTimer.singleShot(0, close)

    window.session.result_changed.connect(look)
    return saved


def print_saved(saved: Sequence[Path]) -> int:
    """Print the path of the result for the program that waits; the exit code is 1 without one."""
    for path in saved:
        sys.stdout.write(f"{path}\n")
    return 0 if saved else 1


def make_program(arguments: list[str]) -> QApplication:
    """The Qt application, sharp on dense screens and with its own plugins."""
    forget_foreign_plugins()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_EnableHighDpiScaling)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_UseHighDpiPixmaps)
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    with refusing_without_screen():
        program = QApplication(arguments)
    program.setApplicationName("Parfocal")
    keep_first_palette()
    program.setStyle("Fusion")
    return program


def forget_foreign_plugins() -> None:
    """opencv-python points Qt at its own plugins when it is imported; with those PyQt would abort."""
    for name in FOREIGN_PLUGINS:
        if "cv2" in Path(os.environ.get(name, "")).parts:
            del os.environ[name]
