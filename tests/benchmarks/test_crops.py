"""The figure of crops has a decision map where the method decides."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import crops
from fusion import Photo, load_photo, save_photo
from tests.made import focus_pair


@pytest.mark.parametrize(("method", "has_map"), [("spatial-frequency", True), ("average", False)])
def test_the_map_is_left_out_where_there_is_none(
    method: str, has_map: bool, tmp_path: Path
) -> None:
    pair = focus_pair(64, 80)
    sources = [tmp_path / "a.png", tmp_path / "b.png"]
    for path, pixels in zip(sources, (pair.first, pair.second), strict=True):
        save_photo(Photo(pixels), path)
    target = tmp_path / "figure.png"
    options = ["--size", "40", "30", "--method", method, "-o", str(target)]
    assert crops.main([*map(str, sources), *options]) == 0
    figure = load_photo(target).pixels
    assert figure.shape == (64, 84, 3)
    assert np.array_equal(figure[:30, :40], pair.first[:30, :40])
    last = figure[34:, 44:]
    assert bool((last < 255).any()) == has_map
