"""Mixing the two leading frames keeps the frames' own pixels where the choice is not soft."""

import numpy as np
import pytest

from fusion import MatchingFrames
from fusion.decision import from_steps, to_steps
from fusion.render.two_best import mix_two_best
from tests.made import texture


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_mixing_lies_between_the_sources_and_keeps_their_own_pixels(kind: type) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    frames = MatchingFrames(
        [(texture(20, 30, seed) * kind(scale)).astype(kind) for seed in range(3)]
    )
    random = np.random.default_rng(1)
    labels = random.integers(0, 3, (20, 30)).astype(np.uint8)
    second = ((labels + random.integers(1, 3, (20, 30))) % 3).astype(np.uint8)
    weight = np.maximum(random.random((20, 30), np.float32), 0.5)
    weight[:10] = 1
    steps = to_steps(weight)
    weight = from_steps(steps)
    result = mix_two_best(frames, labels, second, steps)
    assert result.dtype == kind
    values = np.stack([photo.pixels for photo in frames])
    rows, columns = np.indices(labels.shape)
    one, other = values[labels, rows, columns], values[second, rows, columns]
    assert np.array_equal(result[:10], one[:10])
    assert (result >= np.minimum(one, other) - (1e-6 if kind == np.float32 else 0)).all()
    assert (result <= np.maximum(one, other) + (1e-6 if kind == np.float32 else 0)).all()
    expected = weight[..., None] * one + (1 - weight[..., None]) * other
    assert np.abs(result - expected).max() <= (1e-6 if kind == np.float32 else 0.51)
