"""Frames on the canvas where they lie in the result: in place, cropped, and never jumping."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from fusion.transform import Transform
from tests.ui import alignments
from tests.ui.conftest import MakeWindow, load, settle
from ui.canvas.canvas import Canvas
from ui.canvas.render import render
from ui.canvas.viewport import Placement, Viewport
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.panels.results import facts
from ui.pictures.overlays import Scene, frame_colours
from ui.pictures.place import Place, Rectangle, of_frame, of_source
from ui.pictures.pyramid import build
from ui.pictures.registered import brightened
from ui.qt import QRect, QSize


def smooth(height: int = 320, width: int = 400) -> np.ndarray:
    noise = np.random.default_rng(3).uniform(0, 255, (height, width, 3)).astype(np.float32)
    blurred = cv2.GaussianBlur(noise, (0, 0), 6)
    low, high = blurred.min(), blurred.max()
    return np.asarray(((blurred - low) / (high - low) * 255).astype(np.uint8))


@pytest.mark.parametrize("zoom", [0.3, 0.7, 1.0, 2.0, 3.7])
def test_a_registered_frame_lies_where_the_reference_does(zoom: float) -> None:
    reference = smooth()
    registration = alignments.found(2, (320, 400))
    frame = alignments.grown(reference, 0.04)
    placement = Placement(zoom, 13, 9)
    still = render(Scene(build(reference), place=of_frame(registration, 0)), placement, 500, 400)
    moved = render(Scene(build(frame), place=of_frame(registration, 1)), placement, 500, 400)
    plain = render(Scene(build(reference)), placement, 500, 400)
    assert still is not None
    assert moved is not None
    assert plain is not None
    assert (still.left, still.top) == (13 + round(40 * zoom), 9 + round(32 * zoom))
    assert (moved.left, moved.top, moved.pixels.shape) == (still.left, still.top, still.pixels.shape)
    difference = np.abs(moved.pixels.astype(int) - still.pixels)
    assert difference.mean() < 1.5
    part = plain.pixels[still.top - plain.top :, still.left - plain.left :]
    part = part[: still.pixels.shape[0], : still.pixels.shape[1]]
    differs = np.abs(still.pixels.astype(int) - part)
    assert differs.max() <= (0 if zoom in (1.0, 2.0) else 16), "half a pixel of the screen at most"


def test_the_gain_brightens_linear_light() -> None:
    grey = np.array([[0, 100, 200, 255]], np.uint8)
    shown = brightened(grey, Transform(gain=(2.0, 2.0, 2.0)))
    assert shown.tolist() == [[0, 138, 255, 255]]
    colour = np.full((1, 1, 3), 100, np.uint8)
    assert brightened(colour, Transform(gain=(1.0, 2.0, 0.5))).tolist() == [[[100, 138, 71]]]
    assert brightened(grey, Transform()) is grey


def test_the_crop_is_drawn_in_every_frame_where_it_lies_there() -> None:
    registration = alignments.found(2, (320, 400))
    assert of_source(registration, 0).outline == ((40, 32), (360, 32), (360, 288), (40, 288))
    left, top = of_source(registration, 1).outline[0]
    assert (left, top) == pytest.approx((200 - 160 * 1.04, 160 - 128 * 1.04))
    assert of_source(None, 0) == Place()


@pytest.mark.usefixtures("program")
def test_outside_of_the_crop_it_is_darker() -> None:
    port = Viewport()
    canvas = Canvas(port)
    canvas.resize(400, 320)
    port.resize_view(QSize(400, 320))
    port.show_picture(QSize(400, 320))
    white = build(np.full((320, 400, 3), 255, np.uint8))
    canvas.show_scene(Scene(white, place=of_source(alignments.found(2, (320, 400)), 0)))
    image = canvas.grab().toImage()
    assert image.pixelColor(10, 160).lightness() < 170
    assert image.pixelColor(200, 160).lightness() == 255


def test_a_crop_moves_nothing() -> None:
    port = Viewport()
    port.resize_view(QSize(400, 300))
    port.show_picture(QSize(4000, 3000))
    port.zoom_to(2.0)
    before = port.centre
    port.show_picture(QSize(4000, 3000), QRect(100, 50, 3800, 2900))
    assert (port.zoom, port.centre) == (2.0, before)
    port.fit()
    assert port.zoom == pytest.approx(300 / 2900)
    assert (port.centre.x(), port.centre.y()) == (2000, 1500)
    assert Placement(2.0, 10, 20).at(100, 50) == Placement(2.0, 210, 120)


@pytest.fixture
def fused(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """A window with a result that was registered."""
    window = make_window(alignments.fuse, alignments.register)
    load(window, pair)
    window.fuse()
    settle(window)
    return window


def places(window: MainWindow) -> list[Place]:
    return [canvas.scene.place for canvas in window.viewer.canvases if canvas.isVisible()]


CROP = Rectangle(12, 9, 104, 78)


def test_side_by_side_shows_registered_cropped_frames(fused: MainWindow) -> None:
    fused.viewer.show_view(View.COMPARE)
    assert [place.area for place in places(fused)] == [CROP] * 4
    moved = [place.transform is not None for place in places(fused)]
    assert moved == [True, True, False, False]


def test_space_shows_a_registered_frame_in_place_of_the_result(fused: MainWindow) -> None:
    fused.viewer.show_view(View.RESULT)
    fused.viewport.zoom_to(3.0)
    before = fused.viewport.centre
    fused.viewer.flip(True)
    assert fused.viewer.canvases[0].scene.caption == "Source 1 · 近景 1.png, aligned"
    fused.viewer.flip(False)
    assert (fused.viewport.zoom, fused.viewport.centre) == (3.0, before)


def test_space_shows_a_frame_before_and_after(fused: MainWindow) -> None:
    fused.frames.choose(1)
    canvas = fused.viewer.canvases[0]
    assert canvas.scene.caption == "Source 2 · 远景 2.png, aligned"
    zoom = fused.viewport.zoom
    fused.viewer.flip(True)
    assert canvas.scene.caption == "Source 2 · 远景 2.png, as it was taken"
    assert canvas.scene.place.outline
    assert fused.viewport.zoom == zoom
    fused.viewer.flip(False)
    fused.session.look_at(1)
    assert canvas.scene.caption == "Source 2 · 远景 2.png, as it was taken"
    fused.viewer.flip(True)
    assert canvas.scene.caption == "Source 2 · 远景 2.png, aligned"


def test_pixels_are_read_where_they_lie(fused: MainWindow) -> None:
    fused.viewer.show_view(View.RESULT)
    canvas = fused.viewer.canvases[0]
    values = fused.session.sources[0].photo.pixels[9 + 20, 12 + 10]
    canvas.hovered.emit((10, 20))
    assert fused.bottom.pixel.text().startswith("10, 20   RGB {} {} {}".format(*values))
    fused.frames.choose(0)
    canvas.hovered.emit((10, 20))
    assert fused.bottom.pixel.text() == "10, 20   RGB {} {} {}".format(*values)


def test_what_was_found_goes_with_its_sources(fused: MainWindow) -> None:
    fused.frames.choose(1)
    fused.session.move(0, 1)
    assert fused.viewer.canvases[0].scene.place == Place()
    fused.viewer.show_view(View.COMPARE)
    assert places(fused)[0].area == CROP, "the older result keeps its frames"


def test_a_frame_that_is_left_out_keeps_its_number_and_its_colour(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    window = make_window(alignments.fuse, alignments.register)
    load(window, [*pair, pair[0]])
    window.session.use(1, False)
    window.fuse()
    settle(window)
    window.viewer.show_view(View.DECISION)
    overlay = window.viewer.canvases[0].scene.overlay
    assert overlay is not None
    assert overlay.colours.tolist() == frame_colours(3).tolist()
    canvas = window.viewer.canvases[0]
    canvas.hovered.emit((10, 20))
    assert "Source 1: 100 %" in window.bottom.pixel.text()
    names = [name for name, value in facts(window.session.fused) if "%" in value]  # type: ignore[arg-type]
    assert names[-3:-1] == ["Source 1", "Source 3"]
