"""Pictures that are opened while others are still being read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.ui.conftest import settle
from ui.main_window import MainWindow


@pytest.fixture
def slow(tmp_path: Path) -> list[Path]:
    """Three pictures that take far longer to be read than those of ``pair``."""
    paths = [tmp_path / f"slow {number}.png" for number in (1, 2, 3)]
    noise = np.random.default_rng(2).integers(0, 256, (1200, 1600, 3), dtype=np.uint8)
    for path in paths:
        Image.fromarray(noise).save(path, compress_level=1)
    return paths


def paths_in(window: MainWindow) -> list[Path]:
    return [source.path for source in window.session.sources]


def test_two_sets_come_in_the_order_in_which_they_were_opened(
    window: MainWindow, slow: list[Path], pair: list[Path]
) -> None:
    window.open_files(slow)
    window.open_files(pair)
    settle(window)
    assert paths_in(window) == [*slow, *pair]


def test_a_new_set_takes_the_place_of_one_that_is_still_being_read(
    window: MainWindow, slow: list[Path], pair: list[Path]
) -> None:
    window.open_files(slow)
    window.open_files(pair, instead=True)
    settle(window)
    assert paths_in(window) == pair


def test_the_second_set_comes_where_the_first_is_cancelled_or_cannot_be_read(
    window: MainWindow, slow: list[Path], pair: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    window.open_files([broken])
    window.open_files(slow)
    first = window.jobs.current
    window.open_files(pair)
    assert first is not None
    first.cancel()
    settle(window)
    assert paths_in(window) == pair
    assert not window.job_actions.is_reading
