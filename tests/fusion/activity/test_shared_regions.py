"""Two shots of one focus, noise apart, do not lose what only they show."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion.methods.multifocus.spatial_frequency import SpatialFrequencyParameters
from fusion.pipeline import fuse
from fusion.settings import ADAPTIVE, FIXED, FusionSettings, RegistrationParameters

STILL = RegistrationParameters("none", even_exposure=False)
SIDE = 450
Y, X = np.mgrid[:SIDE, :SIDE] - SIDE // 2
ISLAND = np.hypot(X, Y) < 35
INSIDE = np.hypot(X, Y) < 25


def noisy(values: np.ndarray, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(scale=3, size=values.shape)
    return np.clip(np.rint(values + noise), 0, 255).astype(np.uint8)


def shots(again: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Two focus distances, the first of an island and shot ``again`` times; and the scene."""
    texture = cv2.GaussianBlur(np.random.default_rng(0).normal(size=(SIDE, SIDE)), (0, 0), 1)
    scene = 128 + 40 * texture / texture.std()
    blurred = cv2.GaussianBlur(scene, (0, 0), 3)
    given = [np.where(ISLAND, scene, blurred)] * again + [np.where(ISLAND, blurred, scene)]
    return [noisy(frame, seed) for seed, frame in enumerate(given, start=1)], scene


@pytest.mark.parametrize("again", [3, 6])
@pytest.mark.parametrize("limit", [ADAPTIVE, FIXED])
def test_shots_that_differ_by_noise_keep_their_part(limit: str, again: int) -> None:
    frames, scene = shots(again)
    parameters = SpatialFrequencyParameters(area_limit=limit)
    result = fuse(frames, FusionSettings("spatial-frequency", parameters, "cpu", STILL))
    assert result.decision is not None
    assert (result.decision.labels[INSIDE] < again).mean() > 0.98
    error = result.photo.pixels[INSIDE] - scene[INSIDE]
    assert np.sqrt(np.mean(np.square(error))) < 4
