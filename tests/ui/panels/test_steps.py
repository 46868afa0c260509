"""The steps appear when they are needed, and the column shows what matters for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.panels.steps import Step, StepBar
from ui.qt import QApplication


@pytest.fixture
def window(make_window: MakeWindow, pair: list[Path], qtbot: QtBot) -> MainWindow:
    made = make_window()
    made.show()
    made.open_files(pair)
    qtbot.waitUntil(lambda: made.jobs.current is None and len(made.session.sources) == 2, timeout=20000)
    return made


def fuse(window: MainWindow, qtbot: QtBot) -> None:
    window.fuse()
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20000)
    assert window.session.fused is not None


def shown(window: MainWindow) -> set[str]:
    panels = {"align": window.align, "settings": window.settings, "retouch": window.retouch.panel}
    return {name for name, panel in panels.items() if panel.isVisible()}


def test_two_registered_frames_see_the_plain_window(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.steps.bar.isVisible()
    assert shown(window) == {"align", "settings"}
    fuse(window, qtbot)
    assert not window.steps.bar.isVisible()


def test_a_stack_has_steps_of_which_each_shows_its_own(
    window: MainWindow, pair: list[Path], qtbot: QtBot
) -> None:
    window.open_files([pair[0]])
    qtbot.waitUntil(lambda: len(window.session.sources) == 3, timeout=20000)
    buttons = window.steps.bar.buttons
    assert window.steps.bar.isVisible()
    assert shown(window) == {"settings"}
    assert not buttons[Step.RETOUCH].isEnabled(), "there is no result"
    buttons[Step.ALIGN].click()
    assert shown(window) == {"align"}
    assert buttons[Step.ALIGN].isChecked()
    buttons[Step.FUSE].click()
    assert shown(window) == {"settings"}


def test_the_brush_is_a_step_and_leaving_it_shows_the_result(window: MainWindow, qtbot: QtBot) -> None:
    fuse(window, qtbot)
    window.viewer.show_view(View.RETOUCH)
    buttons = window.steps.bar.buttons
    assert buttons[Step.RETOUCH].isChecked()
    qtbot.waitUntil(lambda: shown(window) == {"retouch"}, timeout=20000)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20000)
    buttons[Step.FUSE].click()
    assert window.viewer.shown_view is View.RESULT
    assert "retouch" not in shown(window)
    wanted = []
    window.steps.export_wanted.disconnect()  # the dialog would wait
    window.steps.export_wanted.connect(lambda: wanted.append(1))
    buttons[Step.EXPORT].click()
    assert wanted == [1]
    assert not buttons[Step.EXPORT].isChecked()


def test_a_step_that_cannot_be_taken_looks_so(program: QApplication) -> None:
    bar = StepBar()
    bar.show()
    drawn = []
    for possible in (True, False):
        bar.mark(Step.FUSE, lambda step, possible=possible: possible or step is Step.FUSE)
        program.processEvents()
        drawn.append(bar.buttons[Step.EXPORT].grab().toImage())
    assert drawn[0] != drawn[1]
