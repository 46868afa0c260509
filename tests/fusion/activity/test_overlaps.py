"""Of two things in one place, each sharp in its own frame, the preferred one is shown."""

import cv2
import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.activity.overlaps import RunningPeaks
from fusion.errors import FusionError
from fusion.registry import find_method
from fusion.settings import AS_THEY_ARE
from tests.made import texture

METHODS = ("sesf", "spatial-frequency", "learned-decision")
SIZE = 160
NEAR_FRAME, FAR_FRAME = 0, 3


def lattice() -> np.ndarray:
    """Wires three pixels wide, 32 apart: opacity (H, W)."""
    wires = np.zeros((SIZE, SIZE), np.float32)
    for start in range(16, SIZE, 32):
        wires[start : start + 3] = wires[:, start : start + 3] = 1
    return wires


def overlap() -> list[np.ndarray]:
    """Bright wires, sharp in the first of five frames, before a texture that is sharp in the fourth."""
    behind, wires = texture(SIZE, SIZE).astype(np.float32)[:, :, 0], lattice()
    frames = []
    for number in range(5):
        far, near = (2.5 * abs(number - best) for best in (FAR_FRAME, NEAR_FRAME))
        back = cv2.GaussianBlur(behind, (0, 0), far) if far else behind
        front = cv2.GaussianBlur(wires, (0, 0), near) if near else wires
        shown = back + front * (250 - back)
        frames.append(np.clip(np.rint(shown), 0, 255).astype(np.uint8))
    return frames


def labels(method: str, **parameters: object) -> np.ndarray:
    chosen = find_method(method).parameters(**parameters)
    settings = FusionSettings(method, chosen, device="cpu", registration=AS_THEY_ARE)
    decision = fuse(overlap(), settings).decision
    assert decision is not None
    return decision.labels


@pytest.mark.parametrize("method", METHODS)
def test_near_gives_the_wires_and_far_the_texture(method: str) -> None:
    beside = cv2.dilate(lattice(), np.ones((5, 5), np.uint8)) > 0
    near, far = (labels(method, priority=priority) for priority in ("near", "far"))
    assert (near == NEAR_FRAME)[beside].mean() > 0.9
    assert (far == FAR_FRAME).mean() > 0.9
    assert (far == NEAR_FRAME).mean() < 0.06
    inside = cv2.dilate(lattice(), np.ones((23, 23), np.uint8)) == 0
    assert (near == FAR_FRAME)[inside].mean() > 0.9


@pytest.mark.parametrize("method", METHODS)
def test_none_is_the_default(method: str) -> None:
    assert np.array_equal(labels(method), labels(method, priority="none"))


def test_unknown_priorities_are_refused() -> None:
    with pytest.raises(FusionError, match="priority"):
        find_method("sesf").parameters(priority="middle")


@pytest.mark.parametrize(
    ("energies", "first"),
    [
        ((0.1, 0.5, 0.9, 0.4, 0.1), None),  # one peak
        ((0.9, 0.5, 0.1, 0.2, 0.8), 0),
        ((0.1, 0.6, 0.1, 0.9, 0.2), 1),
        ((0.01, 0.001, 0.1, 0.5, 0.9), None),  # the first is too low to count
        ((0.9, 0.1, 0.01, 0.02, 0.01), None),  # the second is
        ((0.6, 0.4, 0.7, 0.1, 0.1), None),  # nothing between them
    ],
)
def test_two_peaks_are_told_from_one(energies: tuple[float, ...], first: int | None) -> None:
    running = RunningPeaks(len(energies), (1, 1))
    for number, energy in enumerate(energies):
        running.add(number, np.full((1, 1), energy, np.float32))
    found = running.result()
    assert found.mask.item() == (first is not None)
    if first is not None:
        assert found.labels.item() == first
