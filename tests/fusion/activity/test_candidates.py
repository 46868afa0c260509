"""The frames that are compared in a tile of a long stack."""

import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.activity import scores_half_first
from fusion.activity.candidates import CELL, Candidates, energy_of_cells
from fusion.activity.leading_frames import LeadingFrames
from models.decision.openvino_runtime import OpenVinoDecisionRuntime
from models.running.tiling import Tile
from tests.made import focus_stack


def energy(count: int, columns: int) -> np.ndarray:
    """In column k only frame k has detail."""
    return np.eye(count, columns, dtype=np.float32)[:, None]


def test_frames_with_detail_in_the_tile_are_taken() -> None:
    choose = Candidates(energy(20, 20), CELL, most=5)
    assert choose(Tile(0, 8 * CELL, CELL, 3 * CELL)) == (7, 8, 9, 10, 11)


def test_of_frames_that_are_alike_one_is_taken() -> None:
    twice = np.concatenate([energy(4, 4), energy(4, 4)])
    assert Candidates(twice, CELL, most=4)(Tile(0, 0, CELL, 4 * CELL)) == (0, 1, 2, 3)


def test_frames_that_lead_at_a_smaller_size_come_first() -> None:
    smaller = LeadingFrames(20, (8, 8), decisiveness=4)
    smaller.labels[:] = 17
    choose = Candidates(energy(20, 2), CELL, 3, smaller.enlarged(16, 16))
    assert choose(Tile(0, 0, 16, 16)) == (0, 1, 17)


@pytest.mark.parametrize(("leading", "compared"), [(1, 6), (3, 8), (4, 12), (11, 16), (14, 20)])
def test_more_frames_are_compared_where_more_lead(leading: int, compared: int) -> None:
    smaller = LeadingFrames(20, (8, 16), decisiveness=4)
    smaller.labels[:] = np.arange(16) * leading // 16
    choose = Candidates(energy(20, 2), CELL, 20, smaller.enlarged(16, 32))
    chosen = choose(Tile(0, 0, 16, 32))
    assert len(chosen) == compared
    assert set(range(leading)) <= set(chosen)


def test_the_energy_is_that_of_each_cell() -> None:
    grey = np.zeros((CELL, 3 * CELL - 1), np.float32)
    grey[::2, CELL : 2 * CELL] = 1
    found = energy_of_cells(iter([grey, 0 * grey]))
    assert found.shape == (2, 1, 3)
    assert found[0, 0].argmax() == 1
    assert found[1].max() == 0


def test_a_label_that_is_not_compared_stays() -> None:
    smaller = LeadingFrames(20, (16, 16), decisiveness=4)
    smaller.labels[:, 8:] = 17
    led = smaller.enlarged(32, 32)
    scores = np.zeros((2, 32, 32), np.float32)
    scores[1] = 1
    led.put((slice(0, 32), slice(0, 32)), scores, np.ones_like(scores), numbers=(0, 5))
    assert (led.labels[:, :16] == 5).all()
    assert (led.labels[:, 16:] == 17).all()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, ...]]:
    """The graphs that are compiled."""
    keys: set[tuple[int, ...]] = set()
    compile_key = OpenVinoDecisionRuntime._compile

    def noted(self: OpenVinoDecisionRuntime, key: tuple[int, int, int]) -> object:
        keys.add(key)
        return compile_key(self, key)

    monkeypatch.setattr(OpenVinoDecisionRuntime, "_compile", noted)
    return keys


def test_stacks_of_any_length_take_the_same_network(
    compiled: set[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores_half_first, "MOST", 4)
    for count in (6, 9):
        frames, truth = focus_stack(count, 192, 400)
        result = fuse(frames, FusionSettings("learned-decision", device="cpu"))
        error = np.square(result.photo.pixels.astype(float) - truth.astype(float)).mean()
        mean = np.mean(np.stack(frames), axis=0)
        assert error < np.square(mean - truth).mean() / 4
    assert {key[0] for key in compiled} <= {4}
    assert len(compiled) <= 1
