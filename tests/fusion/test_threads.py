"""Work in strips gives what work on the whole picture gives, and errors come through."""

import numpy as np
import pytest

from fusion import Photo
from fusion.activity.activity_map import blur_map, change_energy
from fusion.activity.comparison import Sharpest
from fusion.decision import WHOLE, Decision
from fusion.frames.luminance_range import OfArrays, OfFew, OfMany, mean_square
from fusion.photo import luminance
from fusion.refine.confidence import confidence
from fusion.render.soft_boundaries import blend
from fusion.threads import in_threads, over_bands, row_bands, with_halo
from tests.made import focus_stack, texture


def test_strips_cover_every_row_once() -> None:
    for height, width in ((1, 1), (17, 5000), (4000, 6000), (5, 10**7)):
        rows = [row for part in row_bands(height, width) for row in range(part.start, part.stop)]
        assert rows == list(range(height))


def test_a_halo_ends_at_the_picture_s_edge() -> None:
    assert with_halo(slice(0, 16), 5, 100) == (slice(0, 21), slice(0, 16))
    assert with_halo(slice(32, 48), 5, 50) == (slice(27, 50), slice(5, 21))


@pytest.mark.parametrize("threads", ["1", "3"])
def test_an_error_in_a_strip_is_raised(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", threads)
    assert thread_count() == int(threads)
    assert in_threads(abs, [-1, 2, -3]) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        over_bands(lambda rows: divmod(rows.start, 0), 100, 100)


@pytest.fixture
def thin_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strips of 16 rows, so that a small picture has several."""
    monkeypatch.setattr("fusion.threads.strips.__defaults__", (1,))


@pytest.mark.usefixtures("thin_strips")
@pytest.mark.parametrize("window", ["box", "gaussian"])
@pytest.mark.parametrize("radius", [1, 5, 20])
def test_blur_maps_do_not_show_the_strips(
    monkeypatch: pytest.MonkeyPatch, window: str, radius: int
) -> None:
    grey = texture(90, 70, colour=False).astype(np.float32) / 255
    in_strips = blur_map(change_energy(grey), radius, window)
    monkeypatch.setattr("fusion.threads.strips.__defaults__", (10**9,))
    assert np.allclose(in_strips, blur_map(change_energy(grey), radius, window), rtol=1e-5, atol=1e-7)


@pytest.mark.usefixtures("thin_strips")
def test_the_difference_of_frames_is_the_same_in_memory_and_as_a_stream() -> None:
    photos = [Photo(frame) for frame in focus_stack(3)[0]]
    stack = np.stack([luminance(photo) for photo in photos])
    expected = np.square(stack.max(axis=0) - stack.min(axis=0))
    rows = slice(7, 30)
    for apart in (OfFew(photos), OfMany(photos), OfArrays(stack)):
        assert np.allclose(apart.squared(rows), expected[rows], atol=1e-6)
    flat = OfArrays(np.stack([np.full((40, 30), value, np.float32) for value in (0.2, 0.5)]))
    assert np.allclose(mean_square(flat, slice(0, 16), 5, 40), 0.09, atol=1e-6)


def test_confidence_follows_its_definition() -> None:
    rng = np.random.default_rng(1)
    sharpest = Sharpest(2, (40, 50))
    for number in range(2):
        sharpest.add(number, rng.random((40, 50), np.float32))
    labels = sharpest.labels.copy()
    labels[:5] = 1 - labels[:5]
    apart = OfArrays(rng.random((2, 40, 50), np.float32))
    steps = confidence(sharpest.result(), labels, apart, 2)
    ratio = sharpest.best.astype(np.float64) / sharpest.second
    sure = np.tanh(3 * np.log(ratio))
    sure[:5] = 0
    spread = mean_square(apart, slice(0, 40), 2, 40)
    expected = 1 - (1 - sure) * spread / (spread + (3 / 255) ** 2)
    assert np.abs(steps / 65532 - expected).max() < 2e-5


@pytest.mark.parametrize("count", [2, 3, 6])
def test_blending_does_not_show_its_squares(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    photos = [Photo(texture(90, 100, seed)) for seed in range(count)]
    labels = (np.indices((90, 100)).sum(axis=0) // 40 % count).astype(np.uint8)
    whole, weight = blend(photos, count, labels, 4, 0.1)
    monkeypatch.setattr("fusion.render.soft_boundaries.TILE", 24)
    pixels, shares = blend(photos, count, labels, 4, 0.1)
    assert np.abs(pixels.astype(int) - whole).max() <= 1
    assert np.abs(shares.astype(int) - weight).max() <= 2


def test_a_confidence_that_nobody_looks_at_is_not_made() -> None:
    calls: list[int] = []

    def sureness() -> np.ndarray:
        calls.append(1)
        return np.full((4, 5), WHOLE // 2, np.uint16)

    labels = np.zeros((4, 5), np.uint8)
    decision = Decision(labels, np.full((4, 5), 0.75, np.float32), sureness, 2)
    assert (decision.weight == 0.75).all()
    assert (decision.as_grey() == 191).all()
    assert not calls
    assert (decision.confidence == 0.5).all()
    assert decision.at(1, 2) == (0, 0.75, 0.5)
    assert decision.mean_confidence() == 0.5
    assert (decision.confidence_as_grey() == 128).all()
    assert len(calls) == 1
