"""Metrics against a ground truth: published values, the authors' recipes, our earlier values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.signal import convolve2d
from skimage.color import deltaE_ciede2000

from fusion import FusionError
from fusion.metrics.reference import delta_e2000, gmsd, halved, ms_ssim, psnr, ssim

RNG = np.random.default_rng(11)
GREY = np.clip(np.cumsum(RNG.normal(0, 9, (190, 201)), axis=1) + 128, 0, 255).astype(np.uint8)
OTHER = np.clip(GREY + RNG.normal(0, 12, GREY.shape), 0, 255).astype(np.uint8)
COLOUR = RNG.integers(0, 256, (60, 70, 3), dtype=np.uint8)
TINTED = np.clip(COLOUR.astype(int) + RNG.integers(-20, 21, COLOUR.shape), 0, 255).astype(np.uint8)

SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
"""The test data of Sharma, Wu and Dalal 2005: two colours of L*, a*, b*, and their ΔE2000."""


def test_ciede2000_has_the_published_values() -> None:
    rows = np.array([line.split() for line in SHARMA.split("\n") if line], float)
    assert len(rows) == 34
    computed = deltaE_ciede2000(rows[:, 0:3], rows[:, 3:6])
    np.testing.assert_allclose(computed, rows[:, 6], atol=5.1e-5)
    np.testing.assert_allclose(deltaE_ciede2000(rows[:, 3:6], rows[:, 0:3]), computed, atol=5.1e-5)


def test_delta_e2000_sees_a_tint_that_grey_does_not() -> None:
    tint = COLOUR // 2 + 40
    shifted = tint + np.array([12, -8, 10], np.int64)
    assert delta_e2000(shifted.astype(np.uint8), tint) > 4
    assert ssim(shifted.astype(np.uint8), tint) > 0.99


EARLIER = {
    "grey uint8": (39.1989062079, 0.996509560757, 0.99932350163, 0.000857998092168, 0.811419891112),
    "grey uint16": (39.2327693683, 0.996508809493, 0.999323445462, 0.000855172145058, 0.808678950931),
    "grey float32": (39.1989059093, 0.996509560757, 0.99932350163, 0.000857998092168, 0.811419915759),
    "colour uint8": (37.5115140855, 0.92722718082, 0.987975716892, 0.00988360362128, 1.57564915922),
    "colour uint16": (37.5453773555, 0.927708287648, 0.988139858647, 0.00981804500077, 1.57235203487),
    "colour float32": (37.5115143321, 0.92722718082, 0.987975716892, 0.00988360362128, 1.57564909155),
}
"""PSNR, SSIM, MS-SSIM, GMSD and ΔE2000 of ``formula_pair`` by this program's own implementation of
version 0.1 (commit 43b19a2), which scikit-image then replaced."""


def formula_pair(kind: str) -> tuple[np.ndarray, np.ndarray]:
    """A fused picture and its truth by formula: texture of ramps, with errors that differ by place."""
    y, x = np.mgrid[0:178, 0:201].astype(np.int64)
    base = 40 + x // 2 + ((x // 6 + y // 5) % 2) * 70 + (x * 3 + y * 11) % 13
    truth = np.stack([base, 255 - base // 2, (base * 3 // 4 + y) % 256], axis=2)
    fused = np.clip(truth + (x * y)[..., None] % np.array([9, 14, 7]) - 4, 0, 255)
    pair = [picture.astype(np.uint8) for picture in (fused, truth)]
    if kind.startswith("grey"):
        pair = [picture[..., 0] for picture in pair]
    if kind.endswith("float32"):
        pair = [(picture / 255).astype(np.float32) for picture in pair]
    if kind.endswith("uint16"):
        low = (np.arange(pair[0].size) * 7919 % 257).reshape(pair[0].shape)
        wide = (picture.astype(np.int64) * 256 + low for picture in pair)
        pair = [np.minimum(picture, 65535).astype(np.uint16) for picture in wide]
    return pair[0], pair[1]


@pytest.mark.parametrize("kind", EARLIER)
def test_values_are_those_of_the_earlier_implementation(kind: str) -> None:
    values = [metric(*formula_pair(kind)) for metric in (psnr, ssim, ms_ssim, gmsd, delta_e2000)]
    assert values == pytest.approx(EARLIER[kind], rel=1e-9)


@pytest.mark.parametrize("pair", [(COLOUR, TINTED), (GREY, OTHER)])
def test_psnr_is_its_formula_at_any_depth(pair: tuple[np.ndarray, np.ndarray]) -> None:
    expected = 10 * math.log10(255**2 / np.mean((pair[0].astype(float) - pair[1]) ** 2))
    wide = [picture.astype(np.uint16) * np.uint16(257) for picture in pair]
    for first, second in (pair, wide, (pair[0], wide[1])):
        assert psnr(first, second) == pytest.approx(expected, rel=1e-12)


def test_psnr_of_equal_pictures_is_infinite() -> None:
    assert psnr(COLOUR, COLOUR) == math.inf


def slow_ssim(first: np.ndarray, second: np.ndarray, parts: str = "both") -> float:
    """Wang's formula with SciPy, over the 11 × 11 windows that fit."""
    axis = np.exp(-((np.arange(11) - 5) ** 2) / 4.5)
    window = np.outer(axis, axis) / axis.sum() ** 2
    x, y = first.astype(float), second.astype(float)
    mx, my, xx, yy, xy = (convolve2d(p, window, "valid") for p in (x, y, x * x, y * y, x * y))
    luminance = (2 * mx * my + 2.55**2) / (mx**2 + my**2 + 2.55**2)
    contrast = (2 * (xy - mx * my) + 7.65**2) / (xx - mx**2 + yy - my**2 + 7.65**2)
    return float(np.mean(contrast if parts == "contrast" else luminance * contrast))


def test_ssim_is_the_published_formula() -> None:
    assert ssim(GREY, OTHER) == pytest.approx(slow_ssim(GREY, OTHER), rel=1e-9)


def test_ms_ssim_is_the_published_formula_at_every_scale() -> None:
    first, second = GREY[:176, :192].astype(float), OTHER[:176, :192].astype(float)
    expected = 1.0
    for power in (0.0448, 0.2856, 0.3001, 0.2363):
        expected *= slow_ssim(first, second, "contrast") ** power
        first, second = (p.reshape(len(p) // 2, 2, -1, 2).mean((1, 3)) for p in (first, second))
    expected *= slow_ssim(first, second) ** 0.1333
    assert ms_ssim(GREY[:176, :192], OTHER[:176, :192]) == pytest.approx(expected, rel=1e-7)


def test_gmsd_is_the_authors_recipe() -> None:
    x, y = strength_as_matlab(GREY), strength_as_matlab(OTHER)
    similarity = (2 * x * y + 170) / (x**2 + y**2 + 170)
    assert gmsd(GREY, OTHER) == pytest.approx(similarity.std(ddof=1), rel=1e-9)


def strength_as_matlab(picture: np.ndarray) -> np.ndarray:
    """Prewitt's strength of the halved picture; MATLAB's ``conv2(…, 'same')`` starts at sample 2."""
    h, w = picture.shape
    mean = convolve2d(picture.astype(float), np.full((2, 2), 0.25), "full")[1 : h + 1, 1 : w + 1][
        ::2, ::2
    ]
    kernel = np.array([[1, 0, -1]] * 3) / 3
    return np.hypot(convolve2d(mean, kernel, "same"), convolve2d(mean, kernel.T, "same"))


def test_halving_repeats_or_zeroes_beyond_an_odd_edge() -> None:
    picture = np.array([[1, 3, 8], [1, 3, 8], [5, 5, 4]], np.uint8)
    np.testing.assert_array_equal(halved(picture), [[2, 8], [5, 4]])
    np.testing.assert_array_equal(halved(picture, "zeros"), [[2, 4], [2.5, 1]])


def test_grey_beside_colour_is_refused() -> None:
    with pytest.raises(FusionError, match="grey"):
        psnr(COLOUR, COLOUR[:, :, 0])
