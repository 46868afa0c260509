"""Arrays as sources: floating-point numbers that no photo holds are told, not cut off without a word."""

from __future__ import annotations

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, fuse
from tests.made import focus_pair

AVERAGE = FusionSettings("average", device="cpu")


def pair() -> list[np.ndarray]:
    made = focus_pair(40, 50)
    return [picture.astype(np.float32) / np.float32(255) for picture in (made.first, made.second)]


def test_arrays_of_levels_are_not_taken_for_luminances() -> None:
    """All but black was cut to white."""
    first, second = pair()
    with pytest.raises(FusionError, match=r"holds values from \d+ to 2\d\d; floating") as raised:
        fuse([np.rint(first * 255), second], AVERAGE)
    assert raised.value.code == "array-out-of-range"


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_arrays_that_hold_no_numbers_are_refused(value: float) -> None:
    first, second = pair()
    second[3, 4] = value
    with pytest.raises(FusionError, match="no numbers") as raised:
        fuse([first, second], AVERAGE)
    assert raised.value.code == "array-without-numbers"


def test_what_rounding_leaves_beyond_white_is_taken() -> None:
    first, second = pair()
    result = fuse([first * np.float32(1.001), second], AVERAGE)
    assert 0 <= result.photo.pixels.min() <= result.photo.pixels.max() <= 1
