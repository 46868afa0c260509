"""Two shots of one focus, noise apart, do not lose what only they show."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion.pipeline import fuse
from fusion.settings import FusionSettings

SIDE = 160


def noisy(values: np.ndarray, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(scale=3, size=values.shape)
    return np.clip(np.rint(values + noise), 0, 255).astype(np.uint8)


def shots(again: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Three focus distances, the first shot ``again`` times; and where the first is sharp."""
    texture = cv2.GaussianBlur(np.random.default_rng(0).normal(size=(SIDE, SIDE)), (0, 0), 1)
    scene = 128 + 40 * texture / texture.std()
    blurred = cv2.GaussianBlur(scene, (0, 0), 3)
    places = np.arange(SIDE) * 3 // SIDE
    frames = [np.where(places == place, scene, blurred) for place in range(3)]
    given = [frames[0]] * again + frames[1:]
    return [noisy(frame, seed) for seed, frame in enumerate(given)], scene


@pytest.mark.parametrize("again", [2, 3, 5])
@pytest.mark.parametrize("name", ["sesf", "spatial-frequency", "learned-decision"])
def test_shots_that_differ_by_noise_keep_their_part(name: str, again: int) -> None:
    frames, scene = shots(again)
    result = fuse(frames, FusionSettings(name, device="cpu"))
    part = np.s_[8:-8, 8 : SIDE // 3 - 8]
    assert result.decision is not None
    assert (result.decision.labels[part] < again).mean() > 0.98
    error = result.photo.pixels[part] - scene[part]
    assert np.sqrt(np.mean(np.square(error))) < 4
