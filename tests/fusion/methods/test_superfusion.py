"""``superfusion``: what it says of itself, and what its matcher does before the pictures are fused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, fuse, methods
from fusion.backends.painting import LoadPainter
from fusion.contracts import FROM_DESCRIPTION, Context, Frames, Outcome
from fusion.methods.infrared_visible import superfusion
from fusion.methods.infrared_visible.superfusion import SuperFusionParameters
from fusion.photo import FloatMap, Photo
from fusion.record import Record
from fusion.register.dense import DenseMatch, match_densely
from fusion.transform import Transform
from models import select_backend
from models.superfusion import attending
from tests.fusion.register.planted_pairs import SHAPE, planted, turned

TRUTH = Transform(turned(3, (8, -6)))


@pytest.fixture(scope="module")
def pair() -> list[np.ndarray]:
    """Infrared, visible, of 8 bits; the infrared one lies on the visible by ``TRUTH``."""
    visible, infrared = planted(TRUTH)
    return [np.rint(infrared).astype(np.uint8), np.rint(visible).astype(np.uint8)]


def fused(pair: list[np.ndarray], levels: int):
    return fuse(pair, FusionSettings("superfusion", SuperFusionParameters(levels), "cpu", roles="given"))


@pytest.fixture
def part(pair) -> list[np.ndarray]:
    """Less of them, where the motion does not matter."""
    return [pixels[:96, :120] for pixels in pair]


def test_it_says_that_it_was_made_from_the_description() -> None:
    assert methods()["superfusion"].checked == FROM_DESCRIPTION
    assert methods()["superfusion"].roles == ("infrared", "visible")


def test_without_levels_nothing_is_moved(part, monkeypatch) -> None:
    monkeypatch.setattr(superfusion, "match", None)
    result = fused(part, 0)
    assert result.photo.pixels.shape == (96, 120)
    assert result.decision is None


@pytest.mark.parametrize("levels", [1, 3])
def test_the_matcher_s_pixels_are_the_same_again(part, levels) -> None:
    one, other = fused(part, levels), fused(part, levels)
    assert np.array_equal(one.photo.pixels, other.photo.pixels)
    record = one.record
    assert isinstance(record, Record)
    assert record.parameters == {"levels": levels}
    assert {note.code for note in one.notes} & {"matcher-registered", "matcher-found-nothing"}


def test_where_the_moved_infrared_has_no_picture_the_visible_one_is_fused(pair, monkeypatch) -> None:
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(SHAPE[0], dtype=np.float64)
    whole = (TRUTH.positions(columns, rows) - np.stack(np.meshgrid(columns, rows))).astype(np.float32)
    passes = [whole, 0 * whole]

    def match(visible: FloatMap, infrared: FloatMap, levels: int, context: object) -> DenseMatch:
        del levels, context
        return match_densely(visible, infrared, lambda *_: passes.pop(0), max(SHAPE))

    monkeypatch.setattr(superfusion, "match", match)
    shown = []
    paint = superfusion.paint_luminance

    def watched(frames: Frames, load: LoadPainter, context: Context) -> Outcome:
        shown.append([frames[0], frames[1]])
        return paint(frames, load, context)

    monkeypatch.setattr(superfusion, "paint_luminance", watched)
    result = fused(pair, 2)
    infrared, visible = shown[0]
    corner = (slice(0, 3), slice(-3, None))  # the truth leads up and to the right there
    assert np.array_equal(infrared.pixels[corner], visible.pixels[corner])
    middle = (slice(60, -60), slice(60, -60))
    assert not np.array_equal(infrared.pixels[middle], visible.pixels[middle])
    assert "matcher-registered" in {note.code for note in result.notes}


def test_missing_weights_are_one_sentence(part, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        superfusion, "load_superfusion", lambda device: select_backend.load_superfusion(device, tmp_path)
    )
    with pytest.raises(FusionError, match="list of trained weights"):
        fused(part, 0)


def test_large_pictures_are_fused_as_small_ones_are(monkeypatch) -> None:
    """Flat halves: the attention of the reduced picture gives what that of the whole one gives."""
    infrared, visible = np.full((2, 60, 80), 60, np.uint8)
    infrared[:, 40:] = 200
    whole = fused([infrared, visible], 0).photo.pixels.astype(int)
    monkeypatch.setattr(attending, "MOST_PIXELS", 1200)
    small = fused([infrared, visible], 0).photo.pixels.astype(int)
    inner = np.r_[16:32, 48:64]  # the border reaches twice as far in the reduced picture
    assert np.abs(whole - small)[16:-16, inner].max() <= 3


def test_a_photo_in_colours_keeps_its_type(part) -> None:
    visible = np.repeat(part[1][..., None], 3, axis=2).astype(np.uint16) * 257
    result = fused([part[0], visible], 0)
    assert result.photo.pixels.dtype == np.uint16
    assert isinstance(result.photo, Photo)
    assert result.photo.pixels.shape == (96, 120, 3)
