"""In the smallest window every name can still be read."""

import pytest

from ui.canvas.map_bar import MapBar
from ui.canvas.view_tabs import ViewTabs
from ui.canvas.views import View
from ui.controls import ShortenedLabel
from ui.main_window import MainWindow
from ui.qt import QApplication, QLabel, QScrollArea, QToolButton

SIZES = [(980, 600), (1440, 900)]


def tabs(window: MainWindow) -> list[QToolButton]:
    return window.viewer.findChildren(ViewTabs)[0].findChildren(QToolButton)


@pytest.mark.parametrize("size", SIZES)
def test_no_name_of_a_view_is_shortened(fused: MainWindow, size: tuple[int, int]) -> None:
    fused.resize(*size)
    fused.show()
    QApplication.processEvents()
    for tab in tabs(fused):
        assert tab.width() >= tab.sizeHint().width()


@pytest.mark.parametrize("size", SIZES)
def test_no_name_in_the_legend_is_cut(fused: MainWindow, size: tuple[int, int]) -> None:
    fused.resize(*size)
    fused.show()
    for view in (View.DECISION, View.CONFIDENCE, View.DEPTH):
        fused.viewer.show_view(view)
        QApplication.processEvents()
        for label in fused.viewer.findChildren(MapBar)[0].findChildren(QLabel):
            assert not label.isVisible() or label.width() >= label.sizeHint().width()


def test_what_has_too_little_room_says_that_it_goes_on(fused: MainWindow) -> None:
    fused.resize(*SIZES[0])
    fused.viewer.show_view(View.RETOUCH)
    fused.bottom.show_pixel("12345, 12345   RGB 12345 12345 12345   Source 123: 100 %, confidence 100 %")
    QApplication.processEvents()
    assert fused.bottom.pixel.shown().endswith("…")
    hint = fused.viewer.findChildren(MapBar)[0].findChildren(ShortenedLabel)[0]
    assert hint.shown().endswith("…")
    assert hint.toolTip() == hint.text()


def test_icons_come_back_with_the_room(fused: MainWindow) -> None:
    fused.show()
    styles = []
    for size in (*SIZES, SIZES[0]):
        fused.resize(*size)
        QApplication.processEvents()
        styles.append(tabs(fused)[0].toolButtonStyle())
    assert styles[0] == styles[2] != styles[1]


def test_nothing_in_the_right_column_is_cut(fused: MainWindow) -> None:
    fused.align.unfold()
    fused.settings.unfold()
    for code in ("en", "zh_CN"):
        fused.choose_language(code)
        QApplication.processEvents()
        area = fused._right.findChild(QScrollArea)
        assert area is not None
        content, viewport = area.widget(), area.viewport()
        assert content is not None
        assert viewport is not None
        assert content.minimumSizeHint().width() <= viewport.width()
