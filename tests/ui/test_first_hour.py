"""What a new user meets: where to drop, why *Fuse* is off, how long it takes, which colour is which."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.ui.conftest import MakeWindow, StepwiseFuse, load, settle, visible_texts, wait_for
from tests.ui.test_wrong_input import files_data
from ui import theme
from ui.canvas.legend import ColourBar
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.panels.bottom_bar import left_text
from ui.pictures.overlays import VIRIDIS
from ui.qt import (
    QApplication,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QLabel,
    QPoint,
    QPointF,
    Qt,
)

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def test_the_picture_says_that_files_can_be_dropped(window: MainWindow, pair: list[Path]) -> None:
    hint, point, data = window.viewer.drop_hint, QPoint(500, 300), files_data(pair)
    assert hint.isHidden()
    window.dragEnterEvent(QDragEnterEvent(point, COPY, data, LEFT, NO_KEY))
    assert hint.isVisible()
    assert any(label.isVisible() and label.text() for label in hint.findChildren(QLabel))
    assert hint.width() == window.viewer.width()
    assert hint.height() > window.viewer.height() / 2
    window.dragLeaveEvent(QDragLeaveEvent())
    assert hint.isHidden()
    window.dragEnterEvent(QDragEnterEvent(point, COPY, data, LEFT, NO_KEY))
    window.dropEvent(QDropEvent(QPointF(point), COPY, data, LEFT, NO_KEY))
    assert hint.isHidden()
    settle(window)
    assert len(window.session.sources) == 2


def test_why_fuse_is_off_stands_out_beside_it(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair[:1])
    reason = window.bottom.findChild(QLabel, "reason")
    assert reason is not None
    assert reason.isVisible()
    assert reason.text() == "Add a picture to slot 2 to fuse."
    assert not reason.wordWrap()
    assert reason.width() >= reason.fontMetrics().horizontalAdvance(reason.text()), "all of it is seen"
    window.grab()
    ground = reason.grab().toImage().pixelColor(3, reason.height() // 2)
    assert ground.name() == theme.current().warning_ground
    load(window, pair[1:])
    assert not reason.isVisible()


def test_the_welcome_tells_of_stacks(window: MainWindow) -> None:
    assert any("stack" in text for text in visible_texts(window.viewer))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.4, ""), (3.2, "4 s left"), (43.0, "45 s left"), (200.0, "3 min left")],
)
def test_the_time_left_in_words(seconds: float | None, text: str, window: MainWindow) -> None:
    del window  # the language
    assert left_text(seconds) == text


def test_the_time_left_stands_beside_the_bar(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = StepwiseFuse()
    window = make_window(held)
    load(window, pair)
    monkeypatch.setattr("ui.panels.bottom_bar.Clock.report", lambda *_report: 42.0)
    window.fuse()
    held.steps.release(1)
    wait_for(lambda: window.bottom.left.text() == "45 s left")
    assert window.bottom.left.isVisible()
    window.jobs.cancel_all()
    assert not window.bottom.left.isVisible()
    held.steps.release(1)


def test_many_frames_are_a_bar_of_their_colours(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, *pair, *pair, *pair, pair[0]])
    window.session.set_registration_parameter("model", "none")
    window.fuse()
    settle(window)
    window.viewer.show_view(View.DECISION)
    bar = window.viewer.map_bar
    assert bar.colour_bar.isVisible()
    assert len(bar.colour_bar.colours) == 9
    assert bar.colour_bar.colours[0] == VIRIDIS[0]
    QApplication.processEvents()
    drawn = bar.colour_bar.grab().toImage()
    middle = drawn.height() // 2
    seen = [drawn.pixelColor(round((n + 0.5) * drawn.width() / 9), middle) for n in range(9)]
    for colour, expected in zip(seen, bar.colour_bar.colours, strict=True):
        assert np.abs(np.subtract(colour.getRgb()[:3], expected)).max() <= 2
    words = [text for text in visible_texts(bar) if text]
    assert words[0].endswith("1")
    assert words[1].endswith("9")
    window.viewer.show_view(View.CONFIDENCE)
    assert not bar.colour_bar.isVisible()


def contrast(first: str, second: str) -> float:
    """Of WCAG, from 1 to 21."""

    def light(colour: str) -> float:
        values = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
        linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    one, other = sorted((light(first), light(second)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def test_a_colour_of_the_map_has_an_edge_that_is_seen_on_every_ground(window: MainWindow) -> None:
    del window  # the program
    for look in theme.THEMES.values():
        assert contrast(look.quiet, look.field) >= 4.5, "cards"
        assert contrast(look.quiet, look.panel) >= 4.5, "results and legends"
    drawn = ColourBar(colours=[VIRIDIS[0]]).grab().toImage()
    assert drawn.pixelColor(0, 5).name() == theme.current().quiet
    assert drawn.pixelColor(5, 5).getRgb()[:3] == VIRIDIS[0]
