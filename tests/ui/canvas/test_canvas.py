"""Zoom, pan and painting: the right pixel in the right place."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.conftest import load
from ui.canvas.canvas import Canvas
from ui.canvas.render import render
from ui.canvas.viewport import Placement, Viewport
from ui.main_window import MainWindow
from ui.pictures.overlays import Overlay, Scene, frame_colours
from ui.pictures.pyramid import build
from ui.qt import QApplication, QPoint, QPointF, QSize


@given(
    zoom=st.floats(0.06, 40), x=st.integers(0, 800), y=st.integers(0, 600),
    factor=st.floats(0.25, 4),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_zoom_at_the_cursor_keeps_the_pixel(zoom: float, x: int, y: int, factor: float) -> None:
    port = Viewport()
    port.resize_view(QSize(800, 600))
    port.show_picture(QSize(3000, 2000))
    port.zoom_to(zoom, QPointF(1500, 1000))
    before = port.place(800, 600).to_picture(x, y)
    if not (0 <= before[0] <= 3000 and 0 <= before[1] <= 2000):
        return
    port.zoom_to(port.zoom * factor, QPointF(*before), QPointF(x - 400, y - 300))
    after = port.place(800, 600).to_picture(x, y)
    centre = port.centre
    if 0 < centre.x() < 3000 and 0 < centre.y() < 2000:  # else the picture is kept in sight
        assert abs(after[0] - before[0]) * port.zoom <= 1
        assert abs(after[1] - before[1]) * port.zoom <= 1


def test_wheel_keeps_the_pixel_under_the_cursor(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    window.session.look_at(0)
    QApplication.processEvents()
    canvas = window.viewer.canvases[0]
    spot = QPoint(canvas.width() // 2 + 40, canvas.height() // 2 - 30)
    before = canvas.picture_point(spot)
    canvas.zoom_at(spot, window.viewport.zoom * 3)
    after = canvas.picture_point(spot)
    assert abs(after[0] - before[0]) < 1
    assert abs(after[1] - before[1]) < 1


def test_views_are_linked(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    first, second = window.viewer.canvases[:2]
    window.viewport.zoom_to(5.0, QPointF(30, 40))
    window.viewport.pan(25, -10)
    assert first.placement().zoom == second.placement().zoom == 5.0
    centres = [
        canvas.picture_point(QPoint(canvas.width() // 2, canvas.height() // 2))
        for canvas in (first, second)
    ]
    np.testing.assert_allclose(centres[0], centres[1], atol=0.5)
    before = window.viewport.centre
    window.session.look_at(1)
    assert window.viewport.centre == before
    assert window.viewport.zoom == 5.0


def test_at_100_percent_the_screen_shows_the_files_pixels() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (701, 903, 3), dtype=np.uint8)
    drawn = render(Scene(build(pixels)), Placement(1.0, -100, -50), 400, 300)
    assert drawn is not None
    np.testing.assert_array_equal(drawn.pixels, pixels[50:350, 100:500])


@pytest.mark.parametrize("zoom", [2.0, 3.0, 7.3])
def test_above_100_percent_pixels_are_squares(zoom: float) -> None:
    pixels = np.arange(20 * 30, dtype=np.uint16).reshape(20, 30) * 97
    drawn = render(Scene(build(pixels)), Placement(zoom, 11, 7), 400, 300)
    assert drawn is not None
    for y, x in ((0, 0), (5, 9), (19, 29)):
        row = 7 + round((y + 0.5) * zoom) - drawn.top
        column = 11 + round((x + 0.5) * zoom) - drawn.left
        assert (drawn.pixels[row, column] == pixels[y, x] >> 8).all()


@given(zoom=st.floats(0.02, 0.99), left=st.integers(-900, 500), top=st.integers(-700, 500))
@settings(max_examples=60, deadline=None)
def test_below_100_percent_a_ramp_stays_where_it_is(zoom: float, left: int, top: int) -> None:
    """A ramp shows at every zoom the value of the place that a screen pixel stands for."""
    ramp = np.repeat(np.linspace(0, 1, 1101, dtype=np.float32)[None, :], 777, axis=0)
    place = Placement(zoom, left, top)
    drawn = render(Scene(build(ramp)), place, 500, 400)
    if drawn is None:
        return
    columns = drawn.left + np.arange(drawn.pixels.shape[1])
    places = (columns + 0.5 - left) / zoom
    inside = (places > 4 / zoom) & (places < 1101 - 4 / zoom)
    expected = (places - 0.5) / 1100 * 255
    np.testing.assert_allclose(drawn.pixels[0, inside, 0], expected[inside], atol=1.6)


def test_labels_are_never_mixed() -> None:
    labels = np.random.default_rng(2).choice(np.array([0, 6], dtype=np.uint8), (600, 800))
    overlay = Overlay(build(labels, is_labels=True), frame_colours(7))
    drawn = render(Scene(build(labels), overlay), Placement(0.3, 0, 0), 240, 180)
    assert drawn is not None
    seen = {tuple(int(v) for v in colour) for colour in drawn.pixels.reshape(-1, 3)}
    assert seen == {tuple(int(v) for v in frame_colours(7)[n]) for n in (0, 6)}


def test_opacity_mixes_map_and_picture() -> None:
    base = build(np.full((40, 40, 3), 200, dtype=np.uint8))
    overlay = Overlay(build(np.zeros((40, 40), dtype=np.uint8)), np.array([[0, 0, 0]], dtype=np.uint8))
    for opacity, value in ((0.0, 200), (0.5, 100), (1.0, 0)):
        drawn = render(Scene(base, overlay, opacity), Placement(1.0, 0, 0), 40, 40)
        assert drawn is not None
        assert abs(int(drawn.pixels[20, 20, 0]) - value) <= 1


def test_colours_of_long_stacks_differ() -> None:
    for frames in (2, 7, 8, 32, 200):
        colours = frame_colours(frames)
        assert colours.shape == (frames, 3)
        assert len({tuple(colour) for colour in colours}) > frames * 0.9


def test_painting_takes_memory_for_the_screen_and_not_for_the_picture() -> None:
    """24 megapixels on 0.16: what is allocated is a few times what is drawn, at every zoom."""
    width, height = 400, 400
    for kind in (np.uint8, np.uint16):
        scene = Scene(build(np.zeros((4000, 6000, 3), dtype=kind)))
        for zoom in (0.1, 0.3, 0.9, 1.0, 8.0):
            place = Placement(zoom, -50, -50)
            render(scene, place, width, height)  # what is imported at the first time does not count
            tracemalloc.start()
            try:
                render(scene, place, width, height)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            assert peak < 5 * width * height * 3 * np.dtype(kind).itemsize, (kind, zoom)


@pytest.mark.usefixtures("program")
def test_dense_screens_get_their_own_pixels() -> None:
    canvas = Canvas(Viewport())
    canvas.resize(200, 100)
    ratio = canvas.devicePixelRatioF()
    assert canvas.screen_size() == QSize(round(200 * ratio), round(100 * ratio))
