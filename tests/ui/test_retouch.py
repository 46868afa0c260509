"""The step Retouch: brush, keys, undo, doubtful places; what is saved is made again without a window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fusion import load_photo
from fusion.cli import main
from fusion.record import read_record
from tests.ui.conftest import MakeWindow
from ui.canvas.views import View
from ui.jobs import layer_job
from ui.main_window import MainWindow
from ui.pictures.place import Rectangle
from ui.qt import QApplication, QEvent, QMouseEvent, QPoint, QPointF, Qt, QTabletEvent


@pytest.fixture
def window(make_window: MakeWindow, pair: list[Path], qtbot: QtBot) -> MainWindow:
    """Two sources fused, and the brush in hand."""
    made = make_window()
    made.show()
    made.open_files(pair)
    qtbot.waitUntil(lambda: made.jobs.current is None and len(made.session.sources) == 2, timeout=20000)
    made.fuse()
    qtbot.waitUntil(lambda: made.jobs.current is None and made.session.fused is not None, timeout=20000)
    made.viewer.show_view(View.RETOUCH)
    qtbot.waitUntil(lambda: made.viewer.canvases[0].paints and made.jobs.current is None, timeout=20000)
    made.viewer.setFocus()
    return made


def pixels_of(window: MainWindow) -> np.ndarray:
    """The result's pixels now; a copy."""
    assert window.session.fused is not None
    return window.session.fused.result.photo.pixels.copy()


def at(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a pixel of the reference frame is on the first canvas."""
    canvas = window.viewer.canvases[0]
    place, ratio = canvas.placement(), canvas.devicePixelRatioF()
    return QPoint(
        round((place.left + (x + 0.5) * place.zoom) / ratio),
        round((place.top + (y + 0.5) * place.zoom) / ratio),
    )


def move(window: MainWindow, x: float, y: float) -> None:
    """The mouse goes to a pixel of the reference frame over the first canvas."""
    canvas, none = window.viewer.canvases[0], Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(at(window, x, y)), none, none, keys)
    QApplication.sendEvent(canvas, event)


def drag(window: MainWindow, qtbot: QtBot, *points: tuple[float, float]) -> None:
    """A drag over the first canvas."""
    canvas = window.viewer.canvases[0]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(window, *points[0]))
    for point in points[1:]:
        move(window, *point)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(window, *points[-1]))


def test_a_stroke_paints_and_is_undone_and_redone(window: MainWindow, qtbot: QtBot) -> None:
    painter, before = window.retouch.painter, pixels_of(window)
    painter.change_brush(radius_px=8, hardness=1.0)
    painter.take_source(0)
    drag(window, qtbot, (90, 40), (110, 50))
    after = pixels_of(window)
    assert not np.array_equal(before, after)
    source = load_photo(window.session.sources[0].path).pixels
    assert np.array_equal(after[40, 90], source[40, 90])
    changed = np.abs(after.astype(int) - before).sum(axis=2) > 0
    assert not changed[:, :75].any()
    canvas = window.viewer.canvases[0]
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(pixels_of(window), before)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(canvas, Qt.Key.Key_Z, both)
    assert np.array_equal(pixels_of(window), after)
    window.retouch.panel.undo.click()
    assert np.array_equal(pixels_of(window), before)


def pen(window: MainWindow, kind: QEvent.Type, x: float, y: float, pressure: float) -> None:
    """A pen with pressure at a pixel of the reference frame over the first canvas."""
    point, none = QPointF(at(window, x, y)), Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(
        kind, point, point, QTabletEvent.TabletDevice.Stylus, QTabletEvent.PointerType.Pen,
        pressure, 0, 0, 0.0, 0.0, 0, none, 1,
    )  # fmt: skip
    QApplication.sendEvent(window.viewer.canvases[0], event)


def test_a_pen_paints_as_much_as_it_is_pressed(window: MainWindow) -> None:
    painter, before = window.retouch.painter, pixels_of(window)
    painter.change_brush(radius_px=6, hardness=1.0)
    painter.take_source(0)
    painted = []
    for pressure in (0.3, 1.0):
        pen(window, QEvent.Type.TabletPress, 96, 40, pressure)
        pen(window, QEvent.Type.TabletMove, 110, 40, pressure)
        pen(window, QEvent.Type.TabletRelease, 110, 40, pressure)
        strokes = painter.retouch().strokes
        assert strokes[-1].points[0][2] == pytest.approx(pressure, abs=0.01)
        painted.append(int(np.abs(pixels_of(window).astype(int) - before).sum()))
        window.retouch.panel.undo.click()
    assert 0 < painted[0] < painted[1]


def test_the_pictures_follow_the_strokes(window: MainWindow, qtbot: QtBot) -> None:
    from ui.pictures.gallery import pictures_of

    window.retouch.painter.change_brush(radius_px=10)
    window.retouch.painter.take_source(0)
    drag(window, qtbot, (80, 20), (120, 80))
    fused = window.session.fused
    assert fused is not None
    shown, anew = window.gallery.of_result(fused), pictures_of(fused)
    for level, other in zip(shown.picture.levels, anew.picture.levels, strict=True):
        assert np.array_equal(level, other)
    assert shown.maps is not None
    assert anew.maps is not None
    for name in ("decision", "grey", "confidence"):
        one, two = getattr(shown.maps, name).pyramid, getattr(anew.maps, name).pyramid
        assert np.array_equal(one.levels[0], two.levels[0]), name
    assert fused.result.decision is not None
    assert fused.result.decision.at(50, 100)[0] == 0


def test_the_brush_has_keys(window: MainWindow, qtbot: QtBot) -> None:
    painter, canvas = window.retouch.painter, window.viewer.canvases[0]
    radius, hardness = painter.brush.radius_px, painter.brush.hardness
    qtbot.keyClick(canvas, "]")
    assert painter.brush.radius_px > radius
    qtbot.keyClick(canvas, "[")
    assert painter.brush.radius_px == pytest.approx(radius)
    qtbot.keyClick(canvas, "}")
    assert painter.brush.hardness == pytest.approx(hardness + 0.1)
    qtbot.keyClick(canvas, "{")
    assert painter.brush.hardness == pytest.approx(hardness)
    painter.take_source(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert painter.number == 1
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert painter.erases
    assert window.retouch.panel.erases.isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    move(window, 20, 40)
    painter.take_source(0)
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert painter.number == 1, "the runner-up where the first is shown"
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert painter.number == 0


def test_a_click_with_alt_takes_the_sharpest(window: MainWindow, qtbot: QtBot) -> None:
    canvas, painter, before = window.viewer.canvases[0], window.retouch.painter, pixels_of(window)
    for x, sharp in ((20, 0), (110, 1)):
        painter.take_source(1 - sharp)
        qtbot.mouseClick(
            canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at(window, x, 40)
        )
        assert painter.number == sharp
        assert window.viewer.look.painted_with == sharp
    assert np.array_equal(pixels_of(window), before), "it paints nothing"


def test_the_source_is_beside_the_result_with_the_cursor_in_both(window: MainWindow) -> None:
    window.retouch.painter.take_source(1)
    result, source = window.viewer.canvases[:2]
    assert source.isVisible()
    assert "2" in source.scene.caption
    move(window, 30, 30)
    assert result._circle is not None
    assert result._circle == source._circle
    assert abs(result._circle.x - 30) < 1


def test_erasing_brings_the_computed_result_back(window: MainWindow, qtbot: QtBot) -> None:
    painter, before = window.retouch.painter, pixels_of(window)
    painter.change_brush(radius_px=8, hardness=1.0)
    painter.take_source(0)
    drag(window, qtbot, (100, 40), (104, 40))
    painter.change_brush(radius_px=20)
    painter.take_source(0, erases=True)
    drag(window, qtbot, (100, 40), (104, 40))
    assert np.array_equal(pixels_of(window), before)
    assert len(painter.retouch().strokes) == 2


def test_what_is_saved_is_made_again_without_a_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    painter = window.retouch.painter
    painter.change_brush(radius_px=9, opacity=0.7, matches=True, snaps=True)
    painter.take_source(0)
    drag(window, qtbot, (80, 30), (100, 60), (120, 20))
    out = tmp_path / "sharp.png"
    assert not window.session.is_saved
    window.job_actions.save(out, sidecar=True)
    qtbot.waitUntil(lambda: window.jobs.current is None and window.session.is_saved, timeout=20000)
    assert np.array_equal(load_photo(out).pixels, pixels_of(window))
    assert len(read_record(out).retouch.strokes) == 1
    assert main(["repeat", f"{out}.json"]) == 0
    drag(window, qtbot, (80, 80), (90, 80))
    assert not window.session.is_saved


@pytest.mark.parametrize("at_hand", [True, False])
def test_another_result_is_painted_with_and_made_again_without_a_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = window.session.results.shown
    assert first is not None
    window.session.choose_method("average")
    window.fuse()
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20000)
    assert len(window.session.results) == 2
    average = pixels_of(window)
    window.session.show_result(first)
    qtbot.waitUntil(lambda: window.viewer.canvases[0].paints, timeout=20000)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20000)
    if not at_hand:  # as after the frames were registered anew
        monkeypatch.setattr(layer_job, "at_hand", lambda _kept, _easel: None)
    choice = window.retouch.panel.source
    assert [choice.itemText(row) for row in range(choice.count())][2:] == ["Result: Average"]
    choice.activated.emit(2)
    painter = window.retouch.painter
    qtbot.waitUntil(lambda: painter.other is not None and window.jobs.current is None, timeout=20000)
    assert window.viewer.canvases[1].scene.caption == "Average"
    assert choice.currentIndex() == 2
    painter.change_brush(radius_px=9, hardness=1.0)
    drag(window, qtbot, (90, 40), (100, 40))
    assert np.array_equal(pixels_of(window)[38:42, 92:98], average[38:42, 92:98])
    out = tmp_path / "painted.png"
    window.job_actions.save(out, sidecar=True)
    qtbot.waitUntil(lambda: window.jobs.current is None and first.saved_as is not None, timeout=20000)
    assert main(["repeat", f"{out}.json"]) == 0
    painter.take_source(0)
    assert painter.other is None
    assert "1" in window.viewer.canvases[1].scene.caption


def test_fusing_again_keeps_the_strokes(window: MainWindow, qtbot: QtBot) -> None:
    painter = window.retouch.painter
    painter.change_brush(radius_px=9, hardness=1.0)
    painter.take_source(0)
    drag(window, qtbot, (90, 40), (100, 40))
    strokes = painter.retouch()
    for method in ("average", "laplacian-pyramid"):
        window.session.choose_method(method)
        window.fuse()
        qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20000)
        assert painter.retouch() == strokes
        assert window.session.fused is painter.easel.fused
        source = load_photo(window.session.sources[0].path).pixels
        assert np.array_equal(pixels_of(window)[40, 90], source[40, 90])
        assert window.session.fused.result.settings.method == method


def test_the_walk_through_doubt(window: MainWindow, qtbot: QtBot) -> None:
    fused = window.session.fused
    assert fused is not None
    assert fused.result.decision is not None
    fused.result.decision.confidence_steps[...] = 65532
    fused.result.decision.confidence_steps[16:32, 32:48] = 0
    fused.result.decision.confidence_steps[64:72, 96:112] = 6000
    window.retouch.show_place(1)
    assert (round(window.viewport.centre.x()), round(window.viewport.centre.y())) == (40, 24)
    qtbot.keyClick(window.viewer.canvases[0], Qt.Key.Key_N)
    assert (round(window.viewport.centre.x()), round(window.viewport.centre.y())) == (104, 68)
    assert window.messages.text == "Doubtful place 2 of 2: frames 2, 1", "and no more of the first"
    qtbot.keyClick(window.viewer.canvases[0], Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert round(window.viewport.centre.x()) == 40


def test_a_doubtful_place_is_outlined_while_the_walk_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    fused, canvas = window.session.fused, window.viewer.canvases[0]
    assert fused is not None
    assert fused.result.decision is not None
    fused.result.decision.confidence_steps[...] = 65532
    fused.result.decision.confidence_steps[16:32, 32:48] = 0
    fused.result.decision.confidence_steps[64:72, 96:112] = 6000
    outline = window.retouch.outline
    window.retouch.show_place(1)
    assert outline.area == Rectangle(32, 16, 16, 16)
    outlined = canvas.grab().toImage()
    window.retouch.show_place(1)
    assert outline.area == Rectangle(96, 64, 16, 8)
    window.retouch.show_place(-1)
    assert canvas.grab().toImage() == outlined
    move(window, 40, 24)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(window, 40, 24))
    assert outline.area is None
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(window, 40, 24))
    window.retouch.show_place(1)
    assert outline.area is not None
    window.viewer.show_view(View.RESULT)
    assert outline.area is None
    plain = canvas.grab().toImage()
    window.retouch.show_place(1)
    assert canvas.grab().toImage() != plain


def test_the_brush_goes_away_with_the_view(window: MainWindow, qtbot: QtBot) -> None:
    canvas, before = window.viewer.canvases[0], pixels_of(window)
    assert window.retouch.panel.isVisibleTo(window)
    window.viewer.show_view(View.RESULT)
    assert not canvas.paints
    assert not window.retouch.panel.isVisibleTo(window)
    drag(window, qtbot, (60, 40), (80, 60))
    assert np.array_equal(pixels_of(window), before)
