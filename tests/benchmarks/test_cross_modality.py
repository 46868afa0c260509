"""The way back of a stored field, and how ripples are measured."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from benchmarks import cross_modality
from benchmarks.cross_modality import (
    measured,
    moved_page,
    ripple,
    table,
    way_back,
)
from fusion.transform import Transform
from tests.fusion.register.planted_pairs import SHAPE, planted, turned


def test_the_way_back_undoes_the_field() -> None:
    rows, columns = np.mgrid[:6, :9].astype(np.float32)
    stored = np.stack([3 + 0.4 * rows, -2 + 0.3 * columns], axis=-1)
    back, known = way_back(stored, (41, 65))
    y, x = np.mgrid[:41, :65] + back[::-1]
    again = np.stack([x + 3 + 0.4 * y / 8, y - 2 + 0.3 * x / 8])
    still = np.stack(np.meshgrid(np.arange(65), np.arange(41)))
    assert np.abs(again - still)[:, known].max() < 0.01
    assert 0.7 < known.mean() < 1


def test_ripples_are_measured_and_straight_motion_has_none() -> None:
    rows, columns = np.mgrid[:80, :100].astype(np.float32)
    straight = np.stack([0.1 * rows, 3 - 0.05 * columns])
    assert ripple(straight) < 1e-4
    waved = straight + np.stack([0 * rows, 2 * np.sin(columns * 2 * np.pi / 32)])
    assert 3.5 < ripple(waved) < 4.5
    assert moved_page(straight).shape == (92, 112)


def test_the_benchmark_runs_on_pairs_with_known_fields(tmp_path: Path, monkeypatch) -> None:
    """A data set of one pair; the stored field is how the infrared picture was moved."""
    truth = Transform(turned(3, (8, -6)))
    visible, infrared = planted(truth)
    (tmp_path / "test").mkdir()
    cv2.imwrite(str(tmp_path / "test" / "24_vi.png"), visible)
    cv2.imwrite(str(tmp_path / "test" / "24_ir_warp.png"), infrared)
    columns, rows = np.arange(0.0, SHAPE[1] + 8, 8), np.arange(0.0, SHAPE[0] + 8, 8)
    back = Transform(np.linalg.inv(truth.matrix))
    field = back.positions(columns, rows) - np.stack(np.meshgrid(columns, rows))
    np.savez(tmp_path / "test_warp_field_step8.npz", **{"24": np.moveaxis(field, 0, -1)})
    monkeypatch.setattr(cross_modality, "NUMBERS", (24,))
    errors, ripples = measured(tmp_path, None, tmp_path / "figure.png")
    assert errors["24"]["classical"] < 0.1 * errors["24"]["before"]
    assert ripples["24"]["classical"] < 0.1
    assert (tmp_path / "figure.png").exists()
    assert "| mean |" in table(errors, "px")
