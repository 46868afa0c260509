"""``score``: what it takes, what it refuses, and how it treats depth, colour and many sources."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import Cancelled, FusionError
from fusion.metrics import METRICS, score, to_grey

RNG = np.random.default_rng(5)
SMALL = RNG.integers(0, 256, (64, 80), dtype=np.uint8)
OTHER = RNG.integers(0, 256, (64, 80), dtype=np.uint8)
QUICK = ["Q_G", "Q_MI", "Q_CB"]


def test_mismatched_sizes_are_refused() -> None:
    with pytest.raises(FusionError, match=r"differ in size \(79 × 64 and 80 × 64"):
        score([SMALL, OTHER], SMALL[:, :79], keys=QUICK)


def test_unknown_key_lists_the_known_ones() -> None:
    with pytest.raises(FusionError, match="Q_NCIE"):
        score([SMALL, OTHER], SMALL, keys=["Q_X"])


def test_reference_metric_needs_a_reference() -> None:
    with pytest.raises(FusionError, match="needs the reference"):
        score([SMALL, OTHER], SMALL, keys=["PSNR_reference"])


def test_sixteen_bits_equal_eight() -> None:
    wide = [image.astype(np.uint16) * np.uint16(257) for image in (SMALL, OTHER)]
    assert score(wide, wide[0], keys=QUICK) == score([SMALL, OTHER], SMALL, keys=QUICK)


def test_float_equals_eight_bits() -> None:
    floats = [(image / 255).astype(np.float32) for image in (SMALL, OTHER)]
    assert score(floats, floats[0], keys=QUICK) == score([SMALL, OTHER], SMALL, keys=QUICK)


def test_grey_of_equal_channels_is_the_channel() -> None:
    levels = np.arange(256, dtype=np.uint8)[None].repeat(3, 0)
    np.testing.assert_array_equal(to_grey(np.stack([levels] * 3, axis=2)), levels)


def test_grey_follows_the_published_weights() -> None:
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 200, 30]]], np.uint8)
    assert to_grey(colours).tolist() == [[76, 150, 29, 124]]


def test_more_sources_are_the_mean_over_neighbours() -> None:
    third = OTHER[::-1].copy()
    one = score([SMALL, OTHER], SMALL, keys=QUICK)
    two = score([OTHER, third], SMALL, keys=QUICK)
    both = score([SMALL, OTHER, third], SMALL, keys=QUICK)
    for key in QUICK:
        assert both[key] == pytest.approx((one[key] + two[key]) / 2)


def test_crop_border_leaves_the_border_out() -> None:
    spoilt = SMALL.copy()
    spoilt[:3] = 0
    inside = score([], spoilt, SMALL, keys=["PSNR_reference"], crop_border=3)
    assert inside["PSNR_reference"] == np.inf


def test_progress_names_each_metric() -> None:
    seen: list[tuple[str, int, int]] = []
    score([SMALL, OTHER], SMALL, keys=QUICK, progress=lambda *step: seen.append(step))
    assert seen[:-1] == [(key, done, 3) for done, key in enumerate(QUICK)]


def test_catalogue_is_complete() -> None:
    root = Path(__file__).resolve().parents[3]
    page = (root / "docs" / "lab" / "metrics.md").read_text(encoding="utf-8")
    for key, metric in METRICS.items():
        assert key == metric.key
        assert metric.blind_to.endswith(".")
        assert key in page, key
        assert "DOI" in (metric.function.__doc__ or ""), key


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if metric.is_slow])
def test_slow_metrics_can_be_stopped_on_the_way(key: str) -> None:
    calls = 0

    def stop_at_the_third(stage: str, done: int, total: int) -> None:
        nonlocal calls
        assert (stage, done, total) == (key, 0, 1)
        calls += 1
        if calls == 3:
            raise Cancelled

    large = np.tile(SMALL, (3, 1))
    with pytest.raises(Cancelled):
        score([large, large], large, keys=[key], progress=stop_at_the_third)
