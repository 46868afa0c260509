"""In the smallest window every name can still be read."""

from pathlib import Path

import numpy as np
import pytest

from tests.ui.conftest import settle
from ui.canvas.map_bar import MapBar
from ui.canvas.view_tabs import ViewTabs
from ui.canvas.views import View
from ui.controls import ShortenedLabel
from ui.main_window import MainWindow
from ui.panels.histogram import WIDTH, HistogramPanel
from ui.pictures.histogram import BINS, Histogram
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


def test_a_long_name_of_a_file_cuts_nothing_of_the_settings(fused: MainWindow, tmp_path: Path) -> None:
    """Without a space it cannot be broken: the whole column became as wide as the name, and was cut."""
    name = "IMG_20190208_140212_to_IMG_20190208_141045_learned-decision_fused.png"
    fused.resize(*SIZES[0])
    fused.job_actions.save(tmp_path / name)
    settle(fused)
    (area,) = (a for a in fused.findChildren(QScrollArea) if a.isAncestorOf(fused.results))
    inside, viewport = area.widget(), area.viewport()
    assert inside is not None
    assert viewport is not None
    assert inside.width() <= viewport.width()
    (label,) = (a for a in fused.results.findChildren(ShortenedLabel) if a.text() == name)
    assert label.shown().startswith("IMG_2019")
    assert label.shown().endswith("fused.png")
    assert name in label.toolTip()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_hint_on_a_view_is_cut(fused: MainWindow, language: str) -> None:
    fused.resize(*SIZES[0])
    fused.choose_language(language)
    hint = fused.viewer.findChildren(MapBar)[0].hint
    for view in (View.RESULT, View.COMPARE, View.RETOUCH, View.SOURCE):
        fused.viewer.show_view(view)
        QApplication.processEvents()
        assert hint.isVisible()
        assert hint.shown() == hint.text() != ""


def test_nothing_in_the_table_of_the_histogram_is_cut(fused: MainWindow) -> None:
    """Shares below a hundredth of one per cent are the longest."""
    panel = HistogramPanel()
    counts = np.ones((4, BINS), np.int64)
    few = np.ones(4, np.int64)
    panel.show_histogram(Histogram(counts, few, few, 10**7, 255.0), "Result")
    for language in ("en", "zh_CN"):
        fused.choose_language(language)
        panel.retranslate()
        panel.setFixedWidth(WIDTH)
        panel.show()
        QApplication.processEvents()
        for cell in (cell for row in panel.cells for cell in row):
            assert cell.width() >= cell.sizeHint().width(), cell.text()
    panel.close()


def test_what_has_too_little_room_says_that_it_goes_on(fused: MainWindow) -> None:
    fused.resize(*SIZES[0])
    fused.viewer.show_view(View.RETOUCH)
    fused.bottom.show_pixel("12345, 12345   RGB 12345 12345 12345   Source 123: 100 %, confidence 100 %")
    QApplication.processEvents()
    assert fused.bottom.pixel.shown().endswith("…")
    hint = fused.viewer.findChildren(MapBar)[0].hint
    hint.setFixedWidth(100)
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
