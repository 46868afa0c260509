"""Errors to both sources: against scikit-image, and where they are best."""

import math

import numpy as np
import pytest
from skimage.metrics import mean_squared_error

from fusion.metrics import score
from fusion.metrics.error import psnr_fusion, psnr_vifb
from fusion.metrics.single import sd_8, sd_vifb
from tests.fusion.metrics.metric_cases import synthetic_cases
from tests.made import grey_texture


def test_psnr_is_of_the_mean_of_both_squared_errors() -> None:
    for case in synthetic_cases():
        first, second, fused = case.images
        error = (mean_squared_error(first, fused) + mean_squared_error(second, fused)) / 2
        expected = 10 * math.log10(255**2 / error)
        assert psnr_fusion(first, second, fused) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("function", [psnr_fusion, psnr_vifb])
def test_equal_pictures_have_no_error_and_the_order_of_sources_does_not_matter(function) -> None:  # type: ignore[no-untyped-def]
    first, second = grey_texture(40, 50), grey_texture(40, 50, 2)
    assert function(first, first, first) == math.inf
    assert function(first, second, first) == pytest.approx(function(second, first, first), rel=1e-12)


def test_the_mean_of_the_sources_is_the_best_there_is() -> None:
    first, second = grey_texture(40, 50), grey_texture(40, 50, 2)
    mean = ((first.astype(int) + second) // 2).astype(np.uint8)
    others = (first, second, np.maximum(first, second))
    assert psnr_fusion(first, second, mean) > max(psnr_fusion(first, second, one) for one in others)


def test_an_eighth_of_the_standard_deviation() -> None:
    picture = grey_texture(40, 50)
    assert sd_8(picture) == pytest.approx(np.std(picture.astype(float)) / 8, rel=1e-12)
    assert score([], picture, keys=["SD_8", "SD_vifb"]) == {
        "SD_8": sd_8(picture), "SD_vifb": sd_vifb(picture),
    }  # fmt: skip
