"""What a canvas keeps: after every move it is what painting all of it anew gives."""

from __future__ import annotations

from functools import partial
from math import ceil

import numpy as np
import pytest

from ui.canvas import canvas as canvas_module
from ui.canvas.frame import Frame
from ui.canvas.render import Rendered, render
from ui.canvas.viewport import Placement, Viewport
from ui.pictures.overlays import Scene
from ui.pictures.place import Rectangle
from ui.pictures.pyramid import build
from ui.qt import QApplication, QColor, QImage, QPoint, QSize

WIDTH, HEIGHT = 320, 200
GROUND = QColor(31, 31, 31)


def pixels_of(image: QImage) -> np.ndarray:
    content = image.constBits()
    assert content is not None
    return np.frombuffer(content.asarray(4 * WIDTH * HEIGHT), np.uint8).reshape(HEIGHT, WIDTH, 4).copy()


def shown(frame: Frame, scene: Scene, placement: Placement) -> np.ndarray:
    return pixels_of(frame.bring(partial(render, scene), placement, WIDTH, HEIGHT, GROUND))


@pytest.fixture
def scene() -> Scene:
    return Scene(build(np.random.default_rng(0).integers(0, 256, (500, 700, 3), dtype=np.uint8)))


@pytest.mark.parametrize("zoom", [0.37, 1.0, 3.0])
def test_a_moved_frame_is_what_a_new_one_shows(scene: Scene, zoom: float) -> None:
    kept, place = Frame(), Placement(zoom, -40, -30)
    shown(kept, scene, place)
    for dx, dy in ((7, 0), (0, -9), (-31, 12), (150, 190), (-400, 0), (90, 60)):
        place = Placement(zoom, place.left + dx, place.top + dy)
        moved, anew = shown(kept, scene, place), shown(Frame(), scene, place)
        assert np.abs(moved.astype(int) - anew).max() <= 1, (dx, dy)


def test_dragging_makes_only_what_comes_into_sight(scene: Scene) -> None:
    made: list[int] = []

    def make(placement: Placement, width: int, height: int) -> Rendered | None:
        made.append(width * height)
        return render(scene, placement, width, height)

    frame = Frame()
    for left, pixels in ((-100, WIDTH * HEIGHT), (-95, 5 * HEIGHT), (-95, 0)):
        made.clear()
        frame.bring(make, Placement(1.0, left, -80), WIDTH, HEIGHT, GROUND)
        assert sum(made) == pixels


def test_a_changed_part_is_made_anew(scene: Scene) -> None:
    frame, place = Frame(), Placement(1.0, 0, 0)
    before = shown(frame, scene, place)
    assert scene.base is not None
    scene.base.levels[0][50:60, 70:90] = 255
    assert (shown(frame, scene, place) == before).all()
    frame.forget_part(Rectangle(60, 40, 60, 40))
    assert (shown(frame, scene, place)[50:60, 70:90, :3] == 255).all()


def test_a_draft_is_the_picture_in_larger_pixels() -> None:
    ramp = np.repeat(np.linspace(0, 255, 700)[None, :, None], 500, 0).repeat(3, 2)
    smooth = Scene(build(ramp.astype(np.uint8)))
    frame, place = Frame(), Placement(0.45, -15, -9)
    for step in (2, 3):
        frame.step = step
        frame.forget()
        coarse, fine = shown(frame, smooth, place), shown(Frame(), smooth, place)
        assert np.abs(coarse.astype(int) - fine).max() <= 3 * step


def test_a_large_canvas_is_coarse_while_the_zoom_changes_and_fine_after(
    program: QApplication, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas_module, "MOST_AT_ONCE", 10_000)
    port = Viewport()
    canvas = canvas_module.Canvas(port)
    canvas.resize(WIDTH, HEIGHT)
    canvas.show_scene(scene)
    canvas.show()
    port.show_picture(QSize(700, 500))
    program.processEvents()
    canvas.zoom_at(QPoint(50, 50), 2.0)
    coarse = canvas.grab().toImage()
    canvas._settling.timeout.emit()
    fine = canvas.grab().toImage()
    assert coarse != fine
    canvas.forget()
    assert canvas.grab().toImage() == fine
    canvas._settling.stop()
    canvas.close()


@pytest.mark.parametrize("zoom", [0.011, 0.03, 0.13])
def test_the_rim_of_a_very_small_picture_can_come_into_sight(scene: Scene, zoom: float) -> None:
    kept, wide = Frame(), ceil(700 * zoom)
    at_the_right = range(WIDTH - 3, WIDTH + 3)
    at_the_left = (right - wide for right in range(-2, 4))
    for left in (*at_the_right, *at_the_left):
        place = Placement(zoom, left, 5)
        drawn, anew = shown(kept, scene, place), shown(Frame(), scene, place)
        assert np.abs(drawn.astype(int) - anew).max() <= 1
        columns = np.flatnonzero((drawn[..., :3] != GROUND.red()).any(axis=(0, 2)))
        in_sight = range(max(left, 0), min(left + wide, WIDTH))
        assert columns.tolist() == list(in_sight)
