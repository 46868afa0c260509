"""Deciding at half size first finds what the full size finds, and looks at little of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from fusion import FusionSettings, Photo, fuse
from fusion.focus.choice import fuse_by_sharpness
from fusion.focus.coarse_sharpness import CoarseFirst
from fusion.focus.enlarging import doubled
from fusion.focus.halving import half_stack, halved, open_cells
from fusion.methods.learned_decision import LearnedDecisionParameters, fuse_by_scores, load_runtime
from fusion.methods.registry import Outcome, find_method
from fusion.methods.sesf import load_runtime as load_encoder
from fusion.progress import no_progress
from fusion.settings import RefinementParameters
from models.arrays import Cuttable, Picture
from models.protocols import EnergyFound, Scored
from models.running.tiling import CELL, Cells, Tick, Tile
from tests.made import focus_pair, focus_stack

METHODS = ("sesf", "learned-decision")


def fused(method: str, frames: Sequence[np.ndarray], large: int | None) -> Outcome:
    """With ``large`` None at full size throughout."""
    photos = [Photo(frame) for frame in frames]
    if method == "learned-decision":
        parameters = LearnedDecisionParameters()
        scorer = load_runtime("cpu", exact=False)
        return fuse_by_scores(scorer, photos, parameters, no_progress, large=large)
    encoder = load_encoder("cse", "cpu", exact=False)
    coarse = None if large is None else CoarseFirst(encoder, large)
    return fuse_by_sharpness(
        photos,
        encoder.gradient_energy,
        RefinementParameters(),
        lambda: "cpu",
        no_progress,
        coarse=coarse,
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [(384, 512), (301, 403)])
def test_it_chooses_as_at_full_size(method: str, size: tuple[int, int]) -> None:
    pair = focus_pair(*size, colour=False)
    whole = fused(method, [pair.first, pair.second], None)
    coarse = fused(method, [pair.first, pair.second], size[0] * size[1])
    assert (whole.decision.labels == coarse.decision.labels).mean() > 0.995
    error = np.abs(coarse.pixels.astype(int) - pair.truth.astype(int)).mean()
    assert error <= np.abs(whole.pixels.astype(int) - pair.truth.astype(int)).mean() + 0.02
    assert np.abs(whole.decision.confidence - coarse.decision.confidence).mean() < 0.1


@pytest.mark.parametrize("method", METHODS)
def test_a_stack_of_five_goes_the_same_road(method: str) -> None:
    frames = focus_stack(5, 256, 320)[0]
    whole = fused(method, frames, None)
    coarse = fused(method, frames, 256 * 320)
    assert (whole.decision.labels == coarse.decision.labels).mean() > 0.99


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [2, 5])
def test_quick_decides_at_half_size_only_and_still_well(method: str, count: int) -> None:
    """Four pixels share a decision; the last row and column of odd sides have one of their own."""
    frames, truth = focus_stack(count, 257, 321)
    parameters = find_method(method).parameters(accuracy="quick")
    quick = fuse(frames, FusionSettings(method, parameters, device="cpu"))
    auto = fuse(frames, FusionSettings(method, device="cpu"))
    if method == "learned-decision":  # sesf cleans at full size
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
    there = fused(method, [pair.first, pair.second], 256 * 320).decision
    back = fused(method, [pair.second, pair.first], 256 * 320).decision
    assert (there.labels != back.labels).mean() > 0.999


class Watched:
    """A scorer that leads plainly to the left of the middle with one frame, to the right with the other,
    and remembers what it was asked for."""

    device = "cpu"

    def __init__(self) -> None:
        self.asked: list[tuple[tuple[int, ...], Cells | None]] = []

    def expect_whole(self, frames: int, height: int, width: int) -> None:
        pass

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        pass

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
    ) -> None:
        from models.running.tiling import cover_cells, tile_grid

        _, height, width = frames.shape
        self.asked.append((frames.shape, wanted))
        side = 8 * CELL
        if wanted is None:
            places = tile_grid(height, width, side)
        else:
            places = cover_cells(wanted, height, width, side)
        for number, place in enumerate(places, 1):
            columns = np.arange(place.left, place.left + place.width) < width / 2
            lead = np.broadcast_to(np.where(columns, 1.0, -1.0), (place.height, place.width))
            scores = np.stack([lead, -lead]).astype(np.float32)
            scored(place, scores, np.full_like(scores, 0.9))
            if tick:
                tick(number, len(places))


def test_only_the_boundary_is_looked_at_in_full_size_and_progress_never_goes_back() -> None:
    random = np.random.default_rng(1)
    frames = [Photo(random.integers(0, 255, (800, 1200), np.uint8)) for _ in range(2)]
    watched, told = Watched(), []
    outcome = fuse_by_scores(
        watched, frames, LearnedDecisionParameters(), lambda *step: told.append(step), large=240_000
    )
    shapes = [shape for shape, _ in watched.asked]
    assert shapes == [(2, 200, 300), (2, 400, 600), (2, 800, 1200)]
    assert watched.asked[0][1] is None
    for _, wanted in watched.asked[1:]:
        assert wanted is not None
        assert 0 < wanted.mean() < 0.35
    assert (outcome.decision.labels == (np.arange(1200) >= 600)).all()
    measured = [done for stage, done, _ in told if stage == "Measuring sharpness"]
    assert measured == sorted(measured)
    assert measured[-1] == 1000


class Coarse:
    """A measure to which brighter is sharper, in steps of 1/50 in parts; ``precise`` has no steps."""

    device = "cpu"

    def __init__(self, steps: int | None = 50) -> None:
        self.steps = steps
        self.asked: list[Tile] = []

    @property
    def precise(self) -> "Coarse":
        if self.steps is not None and not hasattr(self, "_precise"):
            self._precise = Coarse(None)
        return self if self.steps is None else self._precise

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> np.ndarray:
        if tick:
            tick(1, 1)
        return np.array(luminance[:], np.float32)

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        parts: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        for number, part in enumerate(parts):
            self.asked.append(part)
            values = np.array(luminance[part.area()], np.float32)
            found(number, values if self.steps is None else np.rint(values * self.steps) / self.steps)
            if tick:
                tick(number + 1, len(parts))


@pytest.mark.parametrize(("apart", "again"), [(2, True), (60, False)])
def test_parts_that_hardly_differ_are_measured_again_precisely(apart: int, again: bool) -> None:
    first = np.full((256, 512), 128, np.uint8)
    second = first.copy()
    second[:, :256] += apart
    second[:, 256:] -= apart
    measure, told = Coarse(), []
    outcome = fuse_by_sharpness(
        [Photo(first), Photo(second)],
        measure.gradient_energy,
        RefinementParameters(),
        lambda: "cpu",
        lambda *step: told.append(step),
        coarse=CoarseFirst(measure, first.size),
    )
    assert measure.asked
    assert measure.precise.asked == (measure.asked if again else [])
    labels = outcome.decision.labels
    assert (labels[:, :252] == 1).all()
    assert (labels[:, 260:] == 0).all()
    measured = [done for stage, done, _ in told if stage == "Measuring sharpness"]
    assert measured == sorted(measured)


def test_where_frames_are_alike_nothing_is_looked_at_again() -> None:
    unsure = np.ones((64, 64), bool)
    alike, different = np.full((2, 64, 64), 0.5, np.float32), np.zeros((2, 64, 64), np.float32)
    different[1, :, :16] = 0.1
    assert not open_cells(unsure, alike, 128, 128).any()
    cells = open_cells(unsure, different, 128, 128)
    assert cells[:, 0].all()
    assert not cells[:, 1:].any()


@pytest.mark.parametrize("size", [(6, 8), (7, 9), (1, 1), (300, 501)])
def test_half_size_is_rounded_up_and_comes_back_to_the_same_size(size: tuple[int, int]) -> None:
    values = np.random.default_rng(2).random(size, dtype=np.float32)
    half = halved(values)
    assert half.shape == (-(-size[0] // 2), -(-size[1] // 2))
    assert half[0, 0] == pytest.approx(values[:2, :2].mean() if min(size) > 1 else values[0, 0])
    twice = doubled(half, *size)
    assert twice.shape == size
    assert np.array_equal(twice, half.repeat(2, 0).repeat(2, 1)[: size[0], : size[1]])


def test_many_frames_at_half_size_go_to_a_file() -> None:
    def fill(half: np.ndarray) -> None:
        half[:] = 0.25

    with half_stack(3, 11, 20, fill, in_memory=0) as half:
        assert isinstance(half, np.memmap)
        assert half.shape == (3, 6, 10)
        assert (half == 0.25).all()
