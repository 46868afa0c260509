"""The committed weights keep the quality that the README states, on the development data."""

from collections.abc import Iterator
from itertools import islice

import cv2
import numpy as np
import pytest

from benchmarks.contenders import method_contender
from benchmarks.pairs import SHARED
from benchmarks.quality_measures import set_means
from benchmarks.quality_sets import Case, paired
from fusion import FusionSettings, fuse, load_photo

SESF = method_contender("sesf", FusionSettings("sesf", device="cpu"))


def every_fourth(name: str) -> Iterator[Case]:
    """Of the pairs of a set; ``benchmarks/quality.py`` measures them all."""
    return islice(paired(name, SHARED), 0, None, 4)


@pytest.mark.shared
def test_lytro_scores_are_those_of_the_published_weights_or_close() -> None:
    scores = set_means(SESF, every_fourth("lytro"))
    assert scores["Q_G"] >= 0.7695
    assert scores["Q_MI"] >= 1.060
    assert scores["Q_NCIE"] >= 0.8358
    assert scores["Q_CB"] >= 0.8300


@pytest.mark.shared
@pytest.mark.parametrize(("name", "least"), [("mfiwhu30", 43.2), ("nyud20", 43.3)])
def test_where_truth_is_known_the_result_is_close_to_it(name: str, least: float) -> None:
    assert set_means(SESF, every_fourth(name), crop_border=16)["PSNR_reference"] >= least


@pytest.mark.shared
def test_a_stack_of_small_cells_keeps_what_each_picture_shows() -> None:
    """Five pictures of algae, a quarter of the side: by a fixed limit two of them gave nothing."""
    paths = sorted((SHARED / "large").glob("algae20mp_*.jpg"))
    frames = [cv2.resize(load_photo(path).pixels, None, fx=0.25, fy=0.25) for path in paths]
    decision = fuse(frames, FusionSettings("sesf", device="cpu")).decision
    assert decision is not None
    shares = np.bincount(decision.labels.ravel(), minlength=5) / decision.labels.size
    assert shares.min() > 0.1
