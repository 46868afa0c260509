"""What must hold for any pictures: the best value, the order of the sources, flat and tiny pictures."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion import FusionError
from fusion.metrics import METRICS, score
from tests.fusion.metrics.metric_cases import synthetic_cases

BEST = {
    "Q_MI": 2.0,
    "CE": 0.0,
    "FMI_none": 1.0,
    "FMI_gradient": 1.0,
    "Q_G": 0.9994 / (1 + math.exp(-7.5)) * 0.9879 / (1 + math.exp(-4.4)),
    "N_abf": 0.0,
    "Q_M": 3.0,
    "Q_SF": 0.0,
    "Q_S": 1.0,
    "Q_W": 1.0,
    "Q_E": 1.0,
    "Q_C": 1.0,
    "Q_Y": 1.0,
    "SSIM_fusion": 2.0,
    "Q_CV": 0.0,
    "Q_CB": 1.0,
    "VIFF": 1.0,
    "PSNR_fusion": math.inf,
    "PSNR_vifb": math.inf,
    "PSNR_reference": math.inf,
    "SSIM_reference": 1.0,
    "MS_SSIM_reference": 1.0,
    "GMSD_reference": 0.0,
    "DeltaE2000_reference": 0.0,
}
NOT_BEST_WHEN_EQUAL = {
    "Q_TE": "divides by exchanged marginals; the histogram decides its size",
    "Q_TE_nava": "the same, of another order",
    "Q_NCIE": "equal pictures give the most the scene allows, tested below",
    "MI": "equal pictures give the most the scene allows, tested below",
    "SCD": "no difference is left to correlate: 0",
    "Q_P": "the program masks the sources' maps and not the fused one's, so below 1, tested below",
}
"""Equal pictures have no fixed value, and why. EN, SD, SF, AG and EI look at one picture alone."""
MAY_EXCEED = {
    "VIFF": "more contrast than the sources have gives more than 1",
    "CE": "grey levels that only one picture has are left out, so it may fall below 0",
}

ORDER_TOLERANCE = {"FMI_none": 0.01, "FMI_gradient": 0.01, "VIFF": 0.001}
"""The authors' programs treat the two sources differently at ties; see the docstrings."""

REFERENCE_KEYS = [key for key, metric in METRICS.items() if metric.needs == "reference"]
PAIR_KEYS = [key for key, metric in METRICS.items() if metric.needs == "sources"]


@st.composite
def pictures(draw: st.DrawFn, count: int, h: int = 44, w: int = 47) -> list[np.ndarray]:
    """Noise, blurred noise, a ramp or patches of few levels, of one size."""
    made = []
    for _ in range(count):
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        noise = rng.integers(0, 256, (h, w), dtype=np.uint8)
        kind = draw(st.sampled_from(["noise", "soft", "ramp", "patches"]))
        if kind == "soft":
            noise = cv2.GaussianBlur(noise, (0, 0), 2)
        elif kind == "ramp":
            noise = np.add.outer(np.arange(h), 3 * np.arange(w)).astype(np.uint8)
        elif kind == "patches":
            noise = np.kron(rng.integers(0, 3, (h // 8 + 1, w // 8 + 1)), np.ones((8, 8)))[:h, :w] * 100
        made.append(np.ascontiguousarray(noise, np.uint8))
    return made


def better_or_equal(key: str, value: float, other: float) -> bool:
    """Whether ``value`` is at least as good as ``other``, up to rounding."""
    direction = METRICS[key].direction
    if direction == "nearest zero":
        return abs(value) <= abs(other) + 1e-9
    return value >= other - 1e-6 if direction == "higher" else value <= other + 1e-6


def test_every_metric_has_its_best_value_here() -> None:
    of_fused = {key for key, metric in METRICS.items() if metric.needs == "fused"}
    assert set(BEST) | set(NOT_BEST_WHEN_EQUAL) | of_fused == set(METRICS)


@settings(max_examples=15, deadline=None)
@given(pictures(4))
def test_equal_pictures_give_the_best_value(made: list[np.ndarray]) -> None:
    same, first, second, fused = made
    keys = [key for key in PAIR_KEYS if key in BEST]
    equal = score([same, same], same, keys=keys)
    for key in keys:
        assert equal[key] == pytest.approx(BEST[key], abs=1e-5), key
    for key, value in score([first, second], fused, keys=keys).items():
        assert key in MAY_EXCEED or better_or_equal(key, BEST[key], value), key


@settings(max_examples=10, deadline=None)
@given(pictures(2, 162, 165))
def test_equal_pictures_give_the_best_value_against_the_truth(made: list[np.ndarray]) -> None:
    truth, fused = made
    equal, other = score([], truth, truth, REFERENCE_KEYS), score([], fused, truth, REFERENCE_KEYS)
    for key in REFERENCE_KEYS:
        assert equal[key] == pytest.approx(BEST[key], abs=1e-9), key
        assert better_or_equal(key, BEST[key], other[key]), key


@settings(max_examples=10, deadline=None)
@given(pictures(2, 162, 165))
def test_truth_and_result_can_be_exchanged(made: list[np.ndarray]) -> None:
    one, other = (score([], *pair, REFERENCE_KEYS) for pair in (made, made[::-1]))
    assert one == pytest.approx(other, rel=1e-9, abs=1e-12)


def test_q_p_is_the_same_to_the_last_digit_wherever_the_arrays_lie() -> None:
    images = synthetic_cases()[0].images
    moved = [np.empty(1001 + 37 * number, np.uint8) for number in range(6)]
    values = {METRICS["Q_P"].function(*images) for _ in moved}
    assert len(values) == 1


def test_q_p_of_equal_pictures_is_high_but_not_one() -> None:
    for case in synthetic_cases():
        fused = case.images[2]
        assert case.values["Q_P"] < METRICS["Q_P"].function(fused, fused, fused) < 1, case.name


@settings(max_examples=15, deadline=None)
@given(pictures(2))
def test_mutual_information_is_largest_for_equal_pictures(made: list[np.ndarray]) -> None:
    same, other = made
    keys = ["MI", "Q_NCIE"]
    equal, unequal = score([same, same], same, keys=keys), score([same, same], other, keys=keys)
    for key in keys:
        assert better_or_equal(key, equal[key], unequal[key]), key


@settings(max_examples=10, deadline=None)
@given(pictures(3))
def test_order_of_sources_does_not_matter(made: list[np.ndarray]) -> None:
    first, second, fused = made
    one, other = score([first, second], fused), score([second, first], fused)
    for key, value in one.items():
        if key not in ORDER_TOLERANCE:
            assert other[key] == pytest.approx(value, rel=1e-6, abs=1e-9), key


@pytest.mark.parametrize("key", ORDER_TOLERANCE)
def test_order_of_sources_matters_little_where_the_authors_broke_it(key: str) -> None:
    for case in synthetic_cases():
        first, second, fused = case.images
        value, other = (
            METRICS[key].function(first, second, fused),
            METRICS[key].function(second, first, fused),
        )
        assert abs(value - other) < ORDER_TOLERANCE[key], case.name


@settings(max_examples=3, deadline=None)
@given(pictures(3, 162, 165))
def test_grey_equals_colour_with_equal_channels(made: list[np.ndarray]) -> None:
    colour = [np.repeat(picture[:, :, None], 3, axis=2) for picture in made]
    grey_values = score(made[:2], made[2], reference=made[0])
    colour_values = score(colour[:2], colour[2], reference=colour[0])
    assert colour_values.keys() == grey_values.keys() == METRICS.keys()
    for key, value in grey_values.items():
        assert colour_values[key] == pytest.approx(value, rel=1e-9, nan_ok=False), key


@pytest.mark.parametrize("levels", [(0, 0, 0), (128, 128, 128), (0, 255, 128), (7, 7, 9)])
def test_flat_pictures_give_numbers(levels: tuple[int, int, int]) -> None:
    first, second, fused = (np.full((41, 45), level, np.uint8) for level in levels)
    for key, value in score([first, second], fused, reference=first).items():
        assert not math.isnan(value), key


@pytest.mark.parametrize("key", METRICS)
def test_smallest_pictures(key: str) -> None:
    metric = METRICS[key]
    rng = np.random.default_rng(1)
    count = {"sources": 3, "fused": 1, "reference": 2}[metric.needs]
    side = metric.smallest
    made = [rng.integers(0, 256, (side, side + 1), dtype=np.uint8) for _ in range(count)]
    assert not math.isnan(metric.function(*made))
    if side > 1:
        with pytest.raises(FusionError, match=f"needs {side}"):
            metric.function(*(image[:, : side - 1] for image in made))


@pytest.mark.parametrize("key", METRICS)
def test_bands_do_not_show(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    metric = METRICS[key]
    rng = np.random.default_rng(2)
    count = {"sources": 3, "fused": 1, "reference": 2}[metric.needs]
    made = [
        cv2.GaussianBlur(rng.integers(0, 256, (175, 163), np.uint8), (0, 0), 1) for _ in range(count)
    ]
    whole = metric.function(*made)
    for module in ("arrays", "information", "vision", "frequency", "reference"):
        monkeypatch.setattr(f"fusion.metrics.{module}.BAND_ROWS", 32)
    assert metric.function(*made) == pytest.approx(whole, rel=1e-5)


def test_flat_windows_bound_the_instability_of_q_c_and_q_y() -> None:
    """A speck in a flat area moves the windows that see it, each by 2 at most, and no others."""
    rng = np.random.default_rng(3)
    first = rng.integers(0, 256, (96, 96), dtype=np.uint8)
    first[:, :24] = 100
    second = cv2.GaussianBlur(first, (0, 0), 2)
    second[:, :24] = 100
    fused = first.copy()
    speck = fused.copy()
    speck[48, 8] += 1
    for key, window in (("Q_C", 8), ("Q_Y", 7)):
        places = (96 - window + 1) ** 2
        change = METRICS[key].function(first, second, fused) - METRICS[key].function(
            first, second, speck
        )
        assert abs(change) <= 2 * window**2 / places
