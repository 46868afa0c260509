"""The pairs by which weights are chosen are what they say."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.contenders import DEFAULTS, by_activity, decision_of
from benchmarks.made_pairs import made_pairs, make_pair
from fusion import Photo
from tests.made import texture


@pytest.mark.parametrize("spreads", [True, False])
def test_each_source_is_the_truth_where_it_is_sharp(spreads: bool) -> None:
    pair = make_pair(texture(120, 160), np.random.default_rng(3), spreads, noisy=False)
    deep = cv2.erode(pair.first_is_sharp.astype(np.uint8), np.ones((41, 41))) == 1
    far = cv2.erode((~pair.first_is_sharp).astype(np.uint8), np.ones((41, 41))) == 1
    assert np.abs(pair.first[deep].astype(int) - pair.truth[deep]).max(initial=0) <= 1
    assert np.abs(pair.second[far].astype(int) - pair.truth[far]).max(initial=0) <= 1
    assert (pair.first != pair.truth).any()
    assert (pair.second != pair.truth).any()


def test_a_spreading_foreground_veils_the_background_beside_it() -> None:
    generator = np.random.default_rng(3)
    spread = make_pair(texture(120, 160), generator, spreads=True, noisy=False)
    rim = cv2.dilate(spread.first_is_sharp.astype(np.uint8), np.ones((3, 3))) == 1
    rim &= ~spread.first_is_sharp
    assert np.abs(spread.second[rim].astype(int) - spread.truth[rim]).mean() > 1


def test_the_same_seed_makes_the_same_pairs(tmp_path: Path) -> None:
    for number in range(2):
        cv2.imwrite(str(tmp_path / f"{number}.png"), texture(80, 90, number))
    paths = sorted(tmp_path.iterdir())
    for one, other in zip(made_pairs(paths, 4, 1), made_pairs(paths, 4, 1), strict=True):
        assert np.array_equal(one.first, other.first)
        assert np.array_equal(one.second, other.second)


def test_grey_gradients_decide_most_of_a_made_pair_rightly() -> None:
    pair = make_pair(texture(160, 200), np.random.default_rng(5), spreads=False, noisy=False)
    outcome = by_activity(None, DEFAULTS, [Photo(pair.first), Photo(pair.second)])
    assert ((decision_of(outcome).labels == 0) == pair.first_is_sharp).mean() > 0.9
