"""The shares that the window tells are those of the pixels, or none are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from tests.ui.conftest import load, made_pair, settle, visible_texts
from ui.canvas.views import MAPS, can_show
from ui.main_window import MainWindow


def fuse_by(window: MainWindow, method: str) -> None:
    window.session.choose_method(method)
    window.fuse()
    settle(window)


def test_the_average_of_two_says_half_of_each_everywhere(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    fuse_by(window, "average")
    fused = window.session.fused
    assert fused is not None
    first, second = (source.photo.pixels.astype(float) for source in fused.sources)
    np.testing.assert_array_equal(fused.result.photo.pixels, np.rint(0.5 * first + 0.5 * second))
    assert fused.shares == (0.5, 0.5)
    assert visible_texts(window.results).count("50 %") == 2
    assert fused.mean_confidence is None
    assert not any(can_show(window.session, view) for view in MAPS), "no map says anything else"


def test_shares_of_a_map_are_those_of_its_labels(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    fuse_by(window, "spatial-frequency")
    fused = window.session.fused
    assert fused is not None
    assert fused.result.decision is not None
    labels = fused.result.decision.labels
    assert fused.shares == (float(np.mean(labels == 0)), float(np.mean(labels == 1)))
    told = visible_texts(window.results)
    assert all(f"{100 * share:.0f} %" in told for share in fused.shares)


def test_no_equal_part_is_claimed_where_a_source_has_no_picture(
    window: MainWindow, tmp_path: Path
) -> None:
    alpha = np.full((96, 128, 1), 255, np.uint8)
    alpha[:, :40] = 0
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    first, second = made_pair()
    Image.fromarray(np.concatenate([first, alpha], axis=2)).save(paths[0])
    Image.fromarray(second).save(paths[1])
    load(window, paths)
    fuse_by(window, "average")
    fused = window.session.fused
    assert fused is not None
    np.testing.assert_array_equal(fused.result.photo.pixels[:, :40], second[:, :40])
    assert fused.shares == ()
    assert "equal part" not in fused.why_no_map()
    assert not any("equal part" in text or "50 %" in text for text in visible_texts(window.results))
