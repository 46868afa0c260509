"""Every text is told from its ground, and the focus from what is round it: 4.5 : 1 and 3 : 1."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.ui.conftest import load
from tests.ui.contrast import contrast
from ui import theme
from ui.focus import stops_in
from ui.main_window import MainWindow
from ui.qt import QAbstractButton, QApplication, QColor, QImage, QLabel, QPoint, Qt, QWidget

GROUNDS = ("window", "panel", "canvas", "field", "raised", "hover")
TEXT, FOCUS = 4.5, 3.0
PAIRS = [
    *((text, ground) for text in ("text", "quiet") for ground in GROUNDS),
    *((text, ground) for text in ("accent", "error", "warning", "done")
      for ground in ("window", "panel", "field")),
    ("error", "error_ground"), ("text", "error_ground"), ("quiet", "error_ground"),
    ("warning", "warning_ground"), ("text", "warning_ground"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"),
]  # fmt: skip


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_colours_of_text_on_their_grounds(look: str) -> None:
    colours = theme.THEMES[look]
    found = {pair: contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) for pair in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_ring_of_the_focus(look: str) -> None:
    colours = theme.THEMES[look]
    found = {ground: contrast(colours.accent, getattr(colours, ground)) for ground in GROUNDS}
    assert {ground: round(ratio, 2) for ground, ratio in found.items() if ratio < FOCUS} == {}


def drawn_contrast(image: QImage) -> float:
    """The largest contrast to the commonest colour: that of the text to its ground."""
    colours = Counter(
        image.pixel(x, y) for y in range(image.height()) for x in range(image.width())
    )
    names = [QColor(colour).name() for colour, _count in colours.most_common(400)]
    return max(contrast(names[0], name) for name in names)


@pytest.mark.parametrize("look", ["dark", "light"])
def test_what_is_drawn(window: MainWindow, pair: list[Path], look: str) -> None:
    window.choose_theme(look)
    load(window, pair)
    window.messages.say("error", "Wrong.")
    window.messages.say("done", "Right.")
    QApplication.processEvents()
    whole = window.grab().toImage()
    scale = whole.devicePixelRatio()
    seen = 0
    for widget in [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]:
        if not (widget.isVisible() and widget.isEnabled() and widget.text().strip()):
            continue
        if widget.visibleRegion().isEmpty() or widget.visibleRegion().boundingRect() != widget.rect():
            continue
        corner, size = widget.mapTo(window, QPoint(0, 0)) * scale, widget.size() * scale
        part = whole.copy(corner.x(), corner.y(), size.width(), size.height())
        assert drawn_contrast(part) >= TEXT, (look, widget.text(), widget.objectName())
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("look", ["dark", "light"])
def test_the_focus_is_seen_on_every_stop(window: MainWindow, pair: list[Path], look: str) -> None:
    window.choose_theme(look)
    load(window, pair)
    window.activateWindow()
    unseen = []
    for stop in stops_in(window):
        window.viewer.setFocus()
        QApplication.processEvents()
        plain = drawn(window, stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not stop.hasFocus() or stop.visibleRegion().isEmpty():
            continue  # a part of it has the focus, or it is scrolled out of sight
        changed = change(plain, drawn(window, stop))
        if changed < FOCUS:
            unseen.append((type(stop).__name__, stop.objectName(), stop.accessibleName(), changed))
    assert unseen == []


def drawn(window: MainWindow, widget: QWidget) -> QImage:
    corner = widget.mapTo(window, QPoint(0, 0))
    return window.grab().toImage().copy(
        corner.x() - 3, corner.y() - 3, widget.width() + 6, widget.height() + 6
    )


def change(before: QImage, after: QImage) -> float:
    """The largest contrast between what a pixel was and what it became."""
    best = 1.0
    for y in range(before.height()):
        for x in range(before.width()):
            first, second = before.pixel(x, y), after.pixel(x, y)
            if first != second:
                best = max(best, contrast(QColor(first).name(), QColor(second).name()))
                if best >= FOCUS:
                    return best
    return best
