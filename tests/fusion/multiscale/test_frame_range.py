"""Methods that put pixels together from coefficients stay in the range of the frames."""

import numpy as np
import pytest

from fusion import FusionSettings, fuse
from tests.made import focus_pair

METHODS = ("laplacian-pyramid", "stationary-wavelet")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_a_pixel_lies_between_the_frames(method: str, kind: type) -> None:
    """Also where hard edges between black and white make the coefficients ring."""
    pair = focus_pair(64, 96)
    hard = [np.where(frame > 128, 255, 0).astype(np.uint8) for frame in (pair.first, pair.second)]
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    frames = [(frame * kind(scale)).astype(kind) for frame in (pair.first, hard[1], hard[0])]
    fused = fuse(frames, FusionSettings(method, device="cpu")).photo.pixels
    assert np.all(fused >= np.min(frames, axis=0))
    assert np.all(fused <= np.max(frames, axis=0))


@pytest.mark.parametrize("method", METHODS)
def test_no_more_is_black_or_white_than_in_the_frames(method: str) -> None:
    """A scene with highlights: before, 2.7 % of the result were clipped and 0.35 % of the frames."""
    pair = focus_pair(96, 128)
    stretched = [
        np.clip((frame.astype(float) - 128) * 1.6 + 128, 0, 255).astype(np.uint8)
        for frame in (pair.first, pair.second)
    ]
    fused = fuse(stretched, FusionSettings(method, device="cpu")).photo.pixels
    ends = [(frame == 0) | (frame == 255) for frame in stretched]
    assert not np.any(((fused == 0) | (fused == 255)) & ~(ends[0] | ends[1]))
