"""A source of another brightness leaves no seam; a rim follows the edges of the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion import MatchingFrames
from fusion.frames.registered import brightened
from fusion.photo import Pixels
from fusion.retouch.painting import Ground
from fusion.retouch.rasterising import weights_of
from fusion.retouch.retouching import Retouching
from fusion.retouch.sources import Layers
from fusion.retouch.stroke import Brush
from tests.fusion.retouch.strokes import along, frame
from tests.made import rough_scene

STEP = 2**0.14
"""0.14 EV."""
STROKE = ((70.0, 90.0, 1.0), (230.0, 120.0, 1.0))


def scene(kind: type, colour: bool = True) -> Pixels:
    """A picture with detail of every size, away from black and white."""
    picture = rough_scene(220, 300, seed=4).astype(np.float32) * 0.6 + 30
    picture = picture if colour else picture[:, :, 0]
    if kind is np.float32:
        return picture / 255
    return np.rint(picture * (257 if kind is np.uint16 else 1)).astype(kind)


def painted(result: Pixels, source: Pixels, brush: Brush) -> Pixels:
    """The result with a stroke of the source."""
    frames = MatchingFrames([result, source])
    retouching = Retouching(Ground.of(result), Layers(frames, frames.origins))
    retouching.add(along(brush, *STROKE))
    return retouching.pixels


def seam(result: Pixels, found: Pixels) -> float:
    """How far the stroke's rim differs from the result that it should be like, of 255: the largest mean
    over any part of the rim, 60 pixels long."""
    white = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}[result.dtype.name]
    full = along(Brush(frame(1), 30, 1.0), *STROKE)
    inside = (weights_of(full, (slice(0, 220), slice(0, 300))) > 0.99).astype(np.float32)
    rim = inside - cv2.erode(inside, np.ones((5, 5), np.uint8))
    wrong = (found.astype(np.float32) - result.astype(np.float32)) * (255 / white)
    wrong = wrong.reshape(*wrong.shape[:2], -1)
    parts = [
        np.abs(wrong[:, left : left + 60][rim[:, left : left + 60] > 0].mean(axis=0)).max()
        for left in range(45, 240, 30)
    ]
    return float(max(parts))


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_a_step_of_a_seventh_of_a_stop_leaves_no_seam(kind: type, colour: bool) -> None:
    result = scene(kind, colour)
    source = brightened(result, (STEP, STEP, STEP))
    plain = painted(result, source, Brush(frame(1), 30, 1.0))
    matched = painted(result, source, Brush(frame(1), 30, 1.0, matches=True))
    assert seam(result, plain) > 3
    assert seam(result, matched) < 0.5


def test_the_detail_comes_from_the_source() -> None:
    sharp = scene(np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 4))
    source = brightened(sharp, (STEP, 1.0, 1 / STEP))
    found = painted(blurred, source, Brush(frame(1), 30, 1.0, matches=True))
    middle = np.s_[90:110, 120:180]
    off = np.abs(found[middle].astype(float) - sharp[middle]).mean()
    assert off < 1 < 4 < np.abs(blurred[middle].astype(float) - sharp[middle]).mean()


def test_black_and_white_stay_in_range() -> None:
    black, white = np.zeros((64, 64), np.uint8), np.full((64, 64), 255, np.uint8)
    brush = Brush(frame(1), 30, 1.0, matches=True)
    assert painted(black, white, brush).max() <= 255
    assert painted(black, black, brush).max() == 0
    assert painted(white, white, brush).min() == 255


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_a_rim_snaps_to_an_edge(level: float) -> None:
    """The brush goes 4 pixels over an edge; what lies beyond it is hardly touched."""
    result = np.full((128, 200), 0.2, np.float32)
    result[:, 100:] = 0.8
    source = np.full_like(result, level)
    for snaps in (False, True):
        frames = MatchingFrames([result, source])
        retouching = Retouching(Ground.of(result), Layers(frames, frames.origins))
        retouching.add(along(Brush(frame(1), 20, 1.0, snaps=snaps), (84.0, 30, 1), (84.0, 90, 1)))
        share = (retouching.pixels - result) / (source - result)
        assert share[60, 80] == 1
        assert share[64, 96] > 0.8
        beyond = float(share[50:70, 101:104].mean())
        assert (beyond < 0.1) if snaps else (beyond > 0.9)
