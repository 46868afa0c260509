"""What is marked: active places, and what is clipped, in 8 and 16 bits and numbers with a point."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from fusion.transform import Transform
from ui.canvas.marking import DIMMED, PEAK_COLOUR, MarkStyle, Peaking, lay_marks
from ui.canvas.render import render
from ui.canvas.viewport import Placement
from ui.pictures.marks import activity_of, clipped, largest_of_four, marks_of
from ui.pictures.overlays import Scene
from ui.pictures.place import Place
from ui.pictures.pyramid import build

KINDS = [(np.uint8, 255), (np.uint16, 65535), (np.float32, 1.0)]


def half_sharp(kind: type = np.uint8, white: float = 255) -> np.ndarray:
    """Noise that is sharp at the left, and far out of focus at the right."""
    sharp = np.random.default_rng(3).uniform(0.2, 0.8, (64, 96, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(sharp, (0, 0), 6)
    pixels = np.where(np.arange(96)[None, :, None] < 48, sharp, soft)
    return (pixels * white).astype(kind)


@pytest.mark.parametrize(("kind", "white"), KINDS)
def test_active_is_what_is_sharp(kind: type, white: float) -> None:
    active = activity_of(half_sharp(kind, white))
    assert np.median(active[4:-4, 4:40]) > 40
    assert np.percentile(active[4:-4, 56:-4], 99) < 12


@pytest.mark.parametrize(("kind", "white"), KINDS)
def test_clipped_is_the_end_of_the_range_alone(kind: type, white: float) -> None:
    pixels = np.full((3, 4, 3), white / 2).astype(kind)
    pixels[0, 0, 1], pixels[1, 2, 2] = 0, white
    if kind is not np.float32:
        pixels[2, 3, 0], pixels[2, 2, 0] = 1, white - 1
    dark, bright = clipped(pixels)
    assert np.argwhere(dark).tolist() == [[0, 0]]
    assert np.argwhere(bright).tolist() == [[1, 2]]


def test_one_clipped_pixel_is_seen_at_every_size() -> None:
    pixels = np.full((301, 403), 100, np.uint16)
    pixels[300, 402] = 65535
    marks = marks_of(build(pixels))
    assert (marks.bright.height, marks.bright.width) == (301, 403)
    assert all(level[-1, -1] == 255 for level in marks.bright.levels)
    assert not any(level.any() for level in marks.dark.levels)
    assert largest_of_four(np.array([[1, 2, 9]], np.uint8)).tolist() == [[2, 9]]


def test_marks_lie_over_the_picture_also_where_it_was_moved() -> None:
    pixels = half_sharp()
    marks = marks_of(build(pixels))
    shifted = Transform(np.array([[1.0, 0, 20], [0, 1, 0], [0, 0, 1]]), (1.2, 1.2, 1.2))
    for place, edge in ((Place(), 48), (Place((64, 96), transform=shifted), 28)):
        scene, at = Scene(build(pixels), place=place), Placement(4.0, 0, 0)
        drawn = render(scene, at, 384, 256)
        assert drawn is not None
        marked = lay_marks(MarkStyle(Peaking.COLOUR), marks, scene, at, drawn)
        share = (marked.pixels == PEAK_COLOUR).all(axis=2).mean(axis=0)
        assert share[16 : 4 * edge - 24].mean() > 0.6
        assert share[4 * edge + 40 : 4 * 70].max() < 0.02


def test_active_places_can_be_told_without_colour() -> None:
    pixels = half_sharp()
    scene, at = Scene(build(pixels)), Placement(1.0, 0, 0)
    marks, drawn = marks_of(build(pixels)), render(scene, at, 96, 64)
    assert drawn is not None
    before = drawn.pixels.copy()
    striped = lay_marks(MarkStyle(Peaking.HATCH), marks, scene, at, drawn).pixels
    changed = (striped != before).any(axis=2)
    assert {tuple(colour) for colour in striped[changed]} == {(0, 0, 0), (255, 255, 255)}
    assert (striped[:, 64:] == before[:, 64:]).all()
    dimmed = lay_marks(MarkStyle(Peaking.BRIGHTNESS), marks, scene, at, drawn).pixels
    np.testing.assert_allclose(dimmed[:, 64:], before[:, 64:] * DIMMED, atol=1)
    assert (drawn.pixels == before).all(), "what was rendered may be the picture's own memory"


def test_stripes_tell_shadows_from_highlights_and_lie_still_on_the_picture() -> None:
    pixels = np.full((64, 96, 3), 128, np.uint8)
    pixels[:, :40], pixels[:, 56:] = 0, 255
    scene, style, marks = Scene(build(pixels)), MarkStyle(clipping=True), marks_of(build(pixels))
    seen = []
    for left in (0, -7):
        at = Placement(1.0, left, 0)
        drawn = render(scene, at, 60, 64)
        assert drawn is not None
        seen.append(lay_marks(style, marks, scene, at, drawn).pixels)
    assert (seen[0][:, 7:60] == seen[1][:, :53]).all()
    dark = seen[0][:32, :32].astype(int)
    assert (dark[1:, 1:] == dark[:-1, :-1]).all(), "those of shadows fall"
    at = Placement(1.0, -40, 0)
    drawn = render(scene, at, 56, 64)
    assert drawn is not None
    bright = lay_marks(style, marks, scene, at, drawn).pixels[:32, 20:52].astype(int)
    assert (bright[1:, :-1] == bright[:-1, 1:]).all(), "those of highlights rise"
    assert not replace(style, clipping=False).is_on
