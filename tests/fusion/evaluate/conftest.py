"""A data set of two pairs, one with a truth, and a stack of three frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import Photo, save_photo
from tests.made import focus_pair, focus_stack


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data 数据"
    (folder / "stack").mkdir(parents=True)
    for number in (1, 2):
        made = focus_pair(64, 80, seed=number)
        save_photo(Photo(made.first), folder / f"0{number}_A.png")
        save_photo(Photo(made.second), folder / f"0{number}_B.png")
        if number == 1:
            save_photo(Photo(made.truth), folder / "01_all_in_focus.png")
    for number, pixels in enumerate(focus_stack(3, 64, 96)[0], 9):
        save_photo(Photo(pixels), folder / "stack" / f"frame{number}.png")
    return folder
