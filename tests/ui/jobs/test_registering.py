"""What a registered result is compared with, and its preview."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import load_photo
from tests.ui import alignments
from tests.ui.conftest import MakeWindow, load, made_pair, measured, settle
from ui.jobs import result_views
from ui.jobs.registering import compared_frames, compared_reference, smaller
from ui.main_window import MainWindow


@pytest.fixture
def fused(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    window = make_window(alignments.fuse, alignments.register)
    load(window, [*pair, pair[0]])
    window.session.use(2, False)
    window.fuse()
    settle(window)
    return window


def test_metrics_compare_with_registered_cropped_frames(fused: MainWindow, tmp_path: Path) -> None:
    result = fused.session.fused
    assert result is not None
    frames = compared_frames(result)
    assert [frame.shape for frame in frames] == [(78, 104, 3)] * 2, "one was left out"
    reference = result.sources[1].photo.pixels
    np.testing.assert_array_equal(frames[1], reference[9:87, 12:116])
    assert not np.array_equal(frames[0], result.sources[0].photo.pixels[9:87, 12:116])
    fused.measuring.measure()
    settle(fused)
    assert "Q_G" in measured(fused)
    target = tmp_path / "values.json"
    fused.measuring.export(target)
    settle(fused)
    assert target.read_text(encoding="utf-8").count("近景") == 1


def test_a_reference_of_the_sources_size_is_cropped_too(fused: MainWindow, tmp_path: Path) -> None:
    result = fused.session.fused
    assert result is not None
    whole, cropped = tmp_path / "whole.png", tmp_path / "cropped.png"
    pixels = made_pair()[0]
    Image.fromarray(pixels).save(whole)
    Image.fromarray(np.ascontiguousarray(pixels[9:87, 12:116])).save(cropped)
    same = [compared_reference(load_photo(path), result) for path in (whole, cropped)]
    np.testing.assert_array_equal(*same)
    fused.measuring.read_reference(whole)
    settle(fused)
    assert fused.measuring.reference is not None
    fused.measuring.measure()
    settle(fused)
    assert "PSNR_reference" in measured(fused)


def test_the_preview_uses_the_same_registration_at_its_size(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_views, "QUICK_FROM", 1)
    monkeypatch.setattr(result_views, "QUICK_PIXELS", 24 * 32)
    monkeypatch.setattr("ui.pictures.pyramid.SMALLEST_SIDE", 16)
    given = []

    def fuse(photos, settings, progress, known):  # type: ignore[no-untyped-def]
        given.append((photos[0].height, known))
        return alignments.fuse(photos, settings, progress, known)

    window = make_window(fuse, alignments.register)
    load(window, pair)
    window.align_frames()
    settle(window)
    areas = []
    window.session.preview_changed.connect(
        lambda: areas.append(window.session.shown and window.session.shown.area)
    )
    window.fuse()
    settle(window)
    (small, known), (whole, full) = given
    assert (small, whole) == (24, 96)
    assert known is not None
    assert known.size == (24, 32)
    assert full is window.session.registration
    assert areas[0] == (slice(8, 88), slice(12, 116)), "the result's area, to four pixels"


def test_a_smaller_registration_moves_the_same_way() -> None:
    whole = alignments.found(2, (300, 400))
    half = smaller(whole, (150, 200))
    assert half.area == (slice(15, 135), slice(20, 180))
    corner = np.array([0.0, 0.0, 1.0])
    full = whole.frames[1].transform.matrix @ corner
    small = half.frames[1].transform.matrix @ np.array([-0.25, -0.25, 1.0])
    np.testing.assert_allclose((small[:2] + 0.5) * 2 - 0.5, full[:2], atol=1e-9)
