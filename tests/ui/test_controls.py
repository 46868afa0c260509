"""The wheel scrolls; it changes nothing that it goes over."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import load
from ui.dialogs.saving import SavingOptions
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QPoint,
    QPointF,
    QSlider,
    Qt,
    QWheelEvent,
    QWidget,
)

KINDS = (QComboBox, QAbstractSpinBox, QSlider)


def turn_wheel(widget: QWidget, steps: int = -1) -> bool:
    """A notch of the wheel over the widget's middle; whether the widget took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    widget.wheelEvent(event)
    return event.isAccepted()


def controls_in(whole: QWidget) -> list[QWidget]:
    return [widget for kind in KINDS for widget in whole.findChildren(kind)]


def test_the_wheel_over_a_control_changes_nothing(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.settings.unfold()
    window.align.unfold()
    QApplication.processEvents()
    before = window.session.settings
    controls = controls_in(window)
    assert len(controls) > 10
    for widget in controls:
        for steps in (-1, 1):
            assert not turn_wheel(widget, steps), widget
        assert not widget.focusPolicy() & 4, "the wheel takes the focus"
    assert window.session.settings == before


def test_the_wheel_over_an_option_of_saving_changes_nothing(
    preferences: Preferences, window: MainWindow
) -> None:
    del window  # the program
    options = SavingOptions(preferences)
    controls = controls_in(options)
    assert len(controls) >= 4
    assert not any(turn_wheel(widget) for widget in controls)
    assert options.remember() == preferences.save_options
