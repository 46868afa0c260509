"""Hot pixels of a sensor leave no trails in registered stacks, and nothing else is taken for them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.frames.hot_pixels import mend_hot_pixels
from fusion.frames.matching import MatchingFrames
from fusion.register.registration import Registration
from fusion.transform import Transform
from tests.made import Bytes, moved_stack, similarity, texture

COUNT = 60


def moving_stack(frames: int = 7) -> list[Bytes]:
    return moved_stack([similarity(shift=(2.3 * n, 0.7 * n)) for n in range(-frames // 2, frames // 2)])


def with_hot_pixels(stack: list[Bytes], value: int = 255) -> tuple[list[Bytes], np.ndarray]:
    """The stack through a sensor with hot pixels, and where they are: rows and columns."""
    generator = np.random.default_rng(0)
    drawn = [generator.integers(20, 180, COUNT), generator.integers(20, 260, COUNT)]
    places = np.unique(np.stack(drawn, axis=1), axis=0)
    frames = [frame.copy() for frame in stack]
    for frame in frames:
        frame[places[:, 0], places[:, 1]] = value
    return frames, places


def spots(result: Bytes, clean: Bytes) -> int:
    """How many places differ by more than 40 of 255."""
    apart = np.abs(result.astype(int) - clean).max(axis=2) > 40
    return cv2.connectedComponents(apart.astype(np.uint8), connectivity=8)[0] - 1


@pytest.fixture(scope="module")
def registered() -> tuple[list[Bytes], Registration]:
    stack = moving_stack()
    found = fuse(stack, FusionSettings("average", device="cpu")).registration
    assert found is not None
    return stack, found


@pytest.mark.parametrize("method", ["laplacian-pyramid", "spatial-frequency"])
def test_no_trails_are_left(method: str, registered: tuple[list[Bytes], Registration]) -> None:
    """Before, 60 hot pixels left 402 spots in a stack of nine frames."""
    stack, registration = registered
    frames, places = with_hot_pixels(stack)
    settings = FusionSettings(method, device="cpu")
    clean = fuse(stack, settings, registration=registration).photo.pixels
    result = fuse(frames, settings, registration=registration)
    assert spots(result.photo.pixels, clean) == 0
    (told,) = [note for note in result.notes if note.code == "hot-pixels-mended"]
    assert told.fields["count"] == len(places)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("value", [255, 0])
def test_each_is_replaced_by_its_neighbours(kind: type, value: int) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    calm = [np.full((40, 50), 120 + n, np.uint8) for n in range(3)]
    stack = [(frame * kind(scale)).astype(kind) for frame in calm]
    for frame in stack:
        frame[10, 20] = frame[0, 0] = frame[39, 49] = kind(value * scale)
    frames = MatchingFrames([frame.copy() for frame in stack])
    shifts = [Transform(np.array([[1.0, 0, 3 * n], [0, 1, 0], [0, 0, 1]])) for n in range(3)]
    (note,) = mend_hot_pixels(frames, shifts, (0, 1, 2))
    assert note.fields["count"] == 3
    for frame, base in zip(frames, calm, strict=True):
        assert np.allclose(frame.pixels, int(base[0, 0]) * scale, atol=1e-6)


def test_frames_that_stand_still_are_left_alone() -> None:
    stack, _ = with_hot_pixels([texture(200, 280, n) for n in range(3)])
    frames = MatchingFrames(stack)
    still = [Transform()] * 3
    assert mend_hot_pixels(frames, still, (0, 1, 2)) == []
    little = [Transform(np.array([[1.0, 0, 0.5 * n], [0, 1, 0], [0, 0, 1]])) for n in range(3)]
    assert mend_hot_pixels(frames, little, (0, 1, 2)) == []
    assert all(np.array_equal(one.pixels, two) for one, two in zip(frames, stack, strict=True))


def test_a_bright_point_of_the_scene_is_none(registered: tuple[list[Bytes], Registration]) -> None:
    """It moves with the scene; and so does noise, which is another in each frame."""
    stack, registration = registered
    generator = np.random.default_rng(1)
    noisy = [
        np.clip(frame + generator.normal(0, 12, frame.shape), 0, 255).astype(np.uint8) for frame in stack
    ]
    for frame, report in zip(noisy, registration.frames, strict=True):
        for x, y in ((100, 90), (150, 60), (60, 120)):
            at = report.transform.matrix @ (x, y, 1)
            frame[round(at[1] / at[2]), round(at[0] / at[2])] = 255
    frames = MatchingFrames(noisy)
    transforms = [report.transform for report in registration.frames]
    assert mend_hot_pixels(frames, transforms, registration.used) == []


def test_two_frames_do_not_tell_what_is_hot() -> None:
    stack, _ = with_hot_pixels([texture(200, 280, n) for n in range(2)])
    shifts = [Transform(np.array([[1.0, 0, 9 * n], [0, 1, 0], [0, 0, 1]])) for n in range(2)]
    assert mend_hot_pixels(MatchingFrames(stack), shifts, (0, 1)) == []
