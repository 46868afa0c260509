"""Figures and contact sheets: what stands in them, how large they are, and that they need no fonts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import FusionError
from tests.ui.conftest import MakeWindow, first_frame, load, settle
from ui.dialogs.figure import FigureDialog
from ui.document.results import KeptResult
from ui.features import figures as figures_feature
from ui.features.all_methods import AllMethodsFeature
from ui.jobs.all_methods import methods_of
from ui.main_window import MainWindow
from ui.pictures.figure import Cell, Figure, FigureLayout, figure_bytes
from ui.qt import QApplication, QPointF, QSize, QTimer

GREY = np.full((60, 90, 3), 128, np.uint8)
CELLS = [
    Cell(GREY, "近景 <b>near</b>.jpg", ("1.2 s",)),
    Cell(GREY, "far", region=(slice(10, 30), slice(20, 50))),
    Cell(None, "Refused", ("It takes two sources, and there are three.",)),
]


def all_methods(window: MainWindow) -> AllMethodsFeature:
    return next(each for each in window.features if isinstance(each, AllMethodsFeature))


@pytest.mark.usefixtures("program")
def test_a_figure_is_as_wide_as_it_says() -> None:
    layout = FigureLayout(columns=3, width_mm=90, dpi=200)
    png = Image.open(io.BytesIO(figure_bytes(CELLS, layout, ".png", "T")))
    assert png.width == round(90 / 25.4 * 200)
    assert png.info["dpi"][0] == pytest.approx(200, abs=0.5)
    svg = figure_bytes(CELLS, layout, ".svg", "T").decode()
    assert float(re.search(r'<svg width="([\d.]+)mm"', svg)[1]) == pytest.approx(90, abs=0.2)
    assert "<text" not in svg, "letters are outlines, so that no font is missed"
    pdf = figure_bytes(CELLS, layout, ".pdf", "T")
    width = float(re.search(rb"MediaBox \[0 0 ([\d.]+)", pdf)[1])
    assert width == pytest.approx(90 / 25.4 * 72, abs=1)
    assert b"FontFile" in pdf, "its fonts are embedded"


@pytest.mark.usefixtures("program")
def test_the_enlarged_region_is_below_and_framed() -> None:
    layout = FigureLayout(columns=1, width_mm=60, dpi=150)
    plain, with_region = (Figure([Cell(GREY, "a", region=r)], layout) for r in (None, CELLS[1].region))
    cell = plain.size.width() - 2 * layout.pixels(2.5)
    expected = cell * 20 / 30 + layout.pixels(2.5) / 2
    assert with_region.size.height() - plain.size.height() == pytest.approx(expected, abs=2)
    png = np.asarray(Image.open(io.BytesIO(figure_bytes([CELLS[1]], layout, ".png", "T"))))
    orange = np.abs(png[:, :, :3].astype(int) - (213, 94, 0)).sum(axis=2) < 40
    assert orange.any()


@pytest.mark.usefixtures("program")
def test_a_figure_that_no_picture_can_hold_is_refused() -> None:
    tall = Cell(np.zeros((4000, 40, 3), np.uint8), "tall")
    with pytest.raises(FusionError, match="too large"):
        figure_bytes([tall], FigureLayout(columns=1, width_mm=600, dpi=1200), ".png", "T")


def test_a_figure_is_chosen_and_written(
    fused: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figure.pdf"
    monkeypatch.setattr(figures_feature, "ask_figure", lambda _parent, _suggestion: path)
    seen: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FigureDialog)
        seen.extend(caption.text() for caption in dialog.captions)
        dialog.captions[0].setText("A caption of my own")
        dialog.width_mm.setValue(120)
        dialog.accept()

    QTimer.singleShot(50, act)
    fused.menus.actions["figure"].trigger()
    settle(fused)
    assert seen == [
        "Source 1 · 近景 1.png", "Source 2 · 远景 2.png", "Result", "Decision map", "Confidence",
    ]  # fmt: skip
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in fused.messages.text
    QTimer.singleShot(50, lambda: QApplication.activeModalWidget().reject())  # type: ignore[union-attr]
    width = fused.preferences.figure_width_mm
    fused.menus.actions["figure"].trigger()
    assert width == 120


def test_the_region_is_what_the_window_shows(fused: MainWindow) -> None:
    result = fused.session.fused
    assert result is not None
    assert figures_feature.region_of(result, fused.viewport, QSize(80, 60)) is None
    fused.viewport.zoom_to(2.0, QPointF(64, 48), QPointF())
    region = figures_feature.region_of(result, fused.viewport, QSize(80, 60))
    assert region == (slice(33, 63), slice(44, 84))


def test_all_methods_run_and_stand_in_a_sheet(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fuse(photos: list, settings: object, progress: object, known: object = None) -> object:
        if settings.method == "average":  # type: ignore[attr-defined]
            raise FusionError("only-a-test", "it does not want to")
        return first_frame(photos, settings, progress, known)  # type: ignore[arg-type]

    window = make_window(fuse=fuse)  # type: ignore[arg-type]
    load(window, pair)
    window.menus.actions["all methods"].trigger()
    settle(window)
    names = [method.name for method in methods_of("multifocus")]
    made = [kept.fused.result.settings.method for kept in window.session.results]
    assert made == [name for name in names if name != "average"]
    sheet = all_methods(window).sheet
    assert sheet is not None
    assert sheet.isVisible()
    monkeypatch.setattr("ui.features.all_methods.ask_figure", lambda _p, _s: tmp_path / "all.svg")
    sheet.save.click()
    settle(window)
    assert (tmp_path / "all.svg").read_text().startswith("<?xml")
    sheet.close()


def test_all_methods_fuse_the_sources_that_they_began_with(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    counts: list[int] = []

    def fuse(photos: list, settings: object, progress: object, known: object = None) -> object:
        counts.append(len(photos))
        return first_frame(photos, settings, progress, known)  # type: ignore[arg-type]

    window = make_window(fuse=fuse)  # type: ignore[arg-type]
    load(window, pair)
    window.menus.actions["all methods"].trigger()
    window.session.empty_slots()
    settle(window)
    assert counts == [2] * len(methods_of("multifocus"))
    sheet = all_methods(window).sheet
    assert sheet is not None
    sheet.close()


def test_a_sheet_is_not_written_over_its_sources_though_they_left_the_list(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, before = make_window(fuse=first_frame), pair[0].read_bytes()
    load(window, pair)
    window.menus.actions["all methods"].trigger()
    settle(window)
    window.session.empty_slots()
    monkeypatch.setattr("ui.features.all_methods.ask_figure", lambda _p, _s: pair[0])
    sheet = all_methods(window).sheet
    assert sheet is not None
    sheet.save.click()
    settle(window)
    assert pair[0].read_bytes() == before
    assert "is one of the sources" in window.messages.text
    sheet.close()


def test_stopping_keeps_what_was_done(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window(fuse=first_frame)
    load(window, pair)

    def stop(_kept: KeptResult) -> None:
        if len(window.session.results) == 2:
            QTimer.singleShot(0, window.jobs.cancel_all)

    window.session.results.added.connect(stop)
    window.menus.actions["all methods"].trigger()
    settle(window)
    assert 2 <= len(window.session.results) < len(methods_of("multifocus"))
    assert not all_methods(window).runs.is_running
    assert window.menus.actions["all methods"].isEnabled()


def test_a_reference_adds_metrics(make_window: MakeWindow, pair: list[Path], truth: Path) -> None:
    window = make_window(fuse=first_frame)
    load(window, pair)
    window.fuse()
    settle(window)
    window.measuring.read_reference(truth)
    settle(window)
    runs: list = []
    all_methods(window).runs.finished.connect(runs.extend)
    window.menus.actions["all methods"].trigger()
    settle(window)
    assert [text.split()[0] for text in runs[0].metrics] == ["PSNR", "SSIM"]


