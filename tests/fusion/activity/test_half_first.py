"""Deciding at half size first finds what the full size finds, and looks at little of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from fusion import FusionSettings, MatchingFrames, find_method, fuse
from fusion.activity.half_size import halved, open_cells
from fusion.activity.upsampled_map import doubled
from fusion.backends.cpu import CpuBackend
from fusion.contracts import ActivityPlan, Context, Outcome, ScorePlan
from fusion.decision import Decision
from fusion.frames.memory import reduced_luminance
from fusion.pipeline import decide_by_activity, decide_by_scores
from fusion.progress import Progress, no_progress
from fusion.settings import ActivityParameters
from models.arrays import Cuttable, Picture
from models.protocols import EnergyFound, FramesOfTile, Scored
from models.running.tiling import CELL, Cells, Tick, Tile, cover_cells, tile_grid
from tests.made import focus_pair, focus_stack

METHODS = ("sesf", "learned-decision")
NEVER = 10**12


def fused(
    backend: CpuBackend, method: str, frames: Sequence[np.ndarray], progress: Progress = no_progress
) -> tuple[Outcome, Decision]:
    context = Context("cpu", progress)
    if method == "learned-decision":
        plan = ScorePlan("learned-decision", decisiveness=4.0)
        outcome = decide_by_scores(backend, MatchingFrames(list(frames)), plan, context)
    else:
        activity = ActivityPlan(ActivityParameters(), "sesf-cse")
        outcome = decide_by_activity(backend, MatchingFrames(list(frames)), activity, context)
    assert outcome.decision is not None
    return outcome, outcome.decision


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [(384, 512), (301, 403)])
def test_it_chooses_as_at_full_size(method: str, size: tuple[int, int]) -> None:
    pair = focus_pair(*size, colour=False)
    sources = [pair.first, pair.second]
    whole, whole_decision = fused(CpuBackend(large=NEVER), method, sources)
    coarse, coarse_decision = fused(CpuBackend(large=size[0] * size[1]), method, sources)
    assert (whole_decision.labels == coarse_decision.labels).mean() > 0.995
    error = np.abs(coarse.pixels.astype(int) - pair.truth.astype(int)).mean()
    assert error <= np.abs(whole.pixels.astype(int) - pair.truth.astype(int)).mean() + 0.02
    assert np.abs(whole_decision.confidence - coarse_decision.confidence).mean() < 0.1


@pytest.mark.parametrize("method", METHODS)
def test_a_stack_of_five_is_chosen_alike_and_so_is_what_comes_second(method: str) -> None:
    frames = focus_stack(5, 256, 320)[0]
    _, whole = fused(CpuBackend(large=NEVER), method, frames)
    _, coarse = fused(CpuBackend(large=256 * 320), method, frames)
    assert (whole.labels == coarse.labels).mean() > 0.99
    assert (coarse.runner_up != coarse.labels).all()
    assert coarse.runner_up.max() < 5


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [2, 5])
def test_quick_decides_at_half_size_only_and_still_well(method: str, count: int) -> None:
    """Four pixels share a decision; the last row and column of odd sides have one of their own."""
    frames, truth = focus_stack(count, 257, 321)
    parameters = find_method(method).parameters(accuracy="quick")
    quick = fuse(frames, FusionSettings(method, parameters, device="cpu"))
    auto = fuse(frames, FusionSettings(method, device="cpu"))
    assert quick.decision is not None
    assert auto.decision is not None
    if method == "learned-decision":  # sesf verifies at full size
        labels = quick.decision.labels
        assert np.array_equal(labels[:256:2, :320:2], labels[1:257:2, 1:321:2])
        assert np.array_equal(labels[:256:2], labels[1:257:2])
    assert (quick.decision.labels == auto.decision.labels).mean() > 0.97
    error = [np.abs(r.photo.pixels.astype(int) - truth).mean() for r in (quick, auto)]
    assert error[0] < error[1] + 0.5


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7)])
def test_quick_takes_pictures_of_any_size(method: str, shape: tuple[int, int]) -> None:
    pair = focus_pair(*shape, colour=False)
    parameters = find_method(method).parameters(accuracy="quick")
    result = fuse([pair.first, pair.second], FusionSettings(method, parameters, device="cpu"))
    assert result.photo.pixels.shape == pair.first.shape


@pytest.mark.parametrize("method", METHODS)
def test_exchanging_two_frames_exchanges_the_choice(method: str) -> None:
    pair = focus_pair(256, 320, colour=False)
    backend = CpuBackend(large=256 * 320)
    _, one = fused(backend, method, [pair.first, pair.second])
    _, other = fused(backend, method, [pair.second, pair.first])
    assert (one.labels != other.labels).mean() > 0.999


class WatchedScorer:
    """Leads plainly to the left of the middle with one frame, to the right with the other, and remembers
    what it was asked for."""

    device = "cpu"

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[int, ...], Cells | None]] = []

    def expect_whole(self, frames: int, height: int, width: int, chosen: bool = False) -> None:
        pass

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        pass

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
        choose: FramesOfTile | None = None,
    ) -> None:
        assert choose is None, "two frames are always compared"
        _, height, width = frames.shape
        self.asked.append((frames.shape, wanted))
        side = 8 * CELL
        found = tile_grid(height, width, side)
        if wanted is not None:
            found = cover_cells(wanted, height, width, side)
        for number, tile in enumerate(found, 1):
            columns = np.arange(tile.left, tile.left + tile.width) < width / 2
            lead = np.broadcast_to(np.where(columns, 1.0, -1.0), (tile.height, tile.width))
            scores = np.stack([lead, -lead]).astype(np.float32)
            scored(tile, scores, np.full_like(scores, 0.9))
            if tick:
                tick(number, len(found))


def test_only_the_boundary_is_looked_at_in_full_size_and_progress_never_goes_back() -> None:
    random = np.random.default_rng(1)
    frames = [random.integers(0, 255, (800, 1200), np.uint8) for _ in range(2)]
    watched, steps = WatchedScorer(), []
    backend = CpuBackend(large=240_000, scorer=watched)
    _, decision = fused(backend, "learned-decision", frames, lambda *step: steps.append(step))
    shapes = [shape for shape, _ in watched.asked]
    assert shapes == [(2, 200, 300), (2, 400, 600), (2, 800, 1200)]
    assert watched.asked[0][1] is None
    for _, wanted in watched.asked[1:]:
        assert wanted is not None
        assert 0 < wanted.mean() < 0.35
    assert (decision.labels == (np.arange(1200) >= 600)).all()
    measured = [done for stage, done, _ in steps if stage == "Measuring sharpness"]
    assert measured == sorted(measured)
    assert measured[-1] == 1000


class CoarseEncoder:
    """To it brighter is sharper, in steps of 1/50 in tiles; ``precise`` has no steps."""

    device = "cpu"

    def __init__(self, steps: int | None = 50) -> None:
        self.steps = steps
        self.asked: list[Tile] = []
        self._precise = self if steps is None else CoarseEncoder(None)

    @property
    def precise(self) -> "CoarseEncoder":
        return self._precise

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> np.ndarray:
        if tick:
            tick(1, 1)
        return np.array(luminance[:], np.float32)

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        tiles: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        for number, tile in enumerate(tiles):
            self.asked.append(tile)
            values = np.array(luminance[tile.area()], np.float32)
            found(number, values if self.steps is None else np.rint(values * self.steps) / self.steps)
            if tick:
                tick(number + 1, len(tiles))


@pytest.mark.parametrize(("difference", "again"), [(2, True), (60, False)])
def test_rectangles_that_hardly_differ_are_measured_again_precisely(
    difference: int, again: bool
) -> None:
    first = np.full((256, 512), 128, np.uint8)
    second = first.copy()
    second[:, :256] += difference
    second[:, 256:] -= difference
    encoder, steps = CoarseEncoder(), []
    backend = CpuBackend(large=first.size, measure=encoder)
    _, decision = fused(backend, "sesf", [first, second], lambda *step: steps.append(step))
    assert encoder.asked
    assert encoder.precise.asked == (encoder.asked if again else [])
    assert (decision.labels[:, :252] == 1).all()
    assert (decision.labels[:, 260:] == 0).all()
    measured = [done for stage, done, _ in steps if stage == "Measuring sharpness"]
    assert measured == sorted(measured)


def test_where_frames_are_alike_nothing_is_looked_at_again() -> None:
    unsure = np.ones((64, 64), bool)
    alike, different = np.full((2, 64, 64), 0.5, np.float32), np.zeros((2, 64, 64), np.float32)
    different[1, :, :16] = 0.1
    assert not open_cells(unsure, alike, 128, 128).any()
    cells = open_cells(unsure, different, 128, 128)
    assert cells[:, 0].all()
    assert not cells[:, 1:].any()


def test_a_cell_that_is_flat_everywhere_is_not_looked_at() -> None:
    unsure, different = np.ones((64, 64), bool), np.stack([np.zeros((64, 64)), np.ones((64, 64))])
    flat = np.zeros((128, 128), bool)
    flat[:32, :63] = True
    cells = open_cells(unsure, different, 128, 128, flat=flat)
    assert not cells[0, 0]
    assert cells.sum() == cells.size - 1



@pytest.mark.parametrize("size", [(6, 8), (7, 9), (1, 1), (300, 501)])
def test_half_size_is_rounded_up_and_comes_back_to_the_same_size(size: tuple[int, int]) -> None:
    values = np.random.default_rng(2).random(size, dtype=np.float32)
    half = halved(values)
    assert half.shape == (-(-size[0] // 2), -(-size[1] // 2))
    assert half[0, 0] == pytest.approx(values[:2, :2].mean() if min(size) > 1 else values[0, 0])
    twice = doubled(half, *size)
    assert twice.shape == size
    assert np.array_equal(twice, half.repeat(2, 0).repeat(2, 1)[: size[0], : size[1]])


def test_luminance_at_half_size_goes_to_a_file_where_memory_has_no_room_for_it() -> None:
    kept, spilled = (reduced_luminance((3, 6, 10), in_memory=room) for room in (1000, 0))
    assert kept.dtype == np.float32
    assert spilled.dtype == np.float16
    assert isinstance(spilled, np.memmap)


def test_of_many_frames_the_two_that_lead_must_differ() -> None:
    frames = np.stack([np.full((64, 64), level, np.float32) for level in (0, 0, 1)])
    unsure, first = np.ones((64, 64), bool), np.zeros((64, 64), np.uint8)
    assert not open_cells(unsure, frames, 128, 128, (first, first + 1)).any()
    assert open_cells(unsure, frames, 128, 128, (first, first + 2)).all()
