"""The reverse process: its schedule, its noise, and that it does not depend on tiles."""

import itertools

import numpy as np
import pytest

from models.fusiondiff import PAINTER
from models.fusiondiff.dimensions import NOISE_STEPS
from models.fusiondiff.network import NoisePredictor
from models.fusiondiff.noise import noise_at
from models.fusiondiff.sampling import (
    DETERMINISTIC,
    IMPLICIT,
    SAMPLERS,
    STOCHASTIC,
    Sampling,
    expected_seconds,
    sample,
)
from models.fusiondiff.schedule import kept_shares, steps_back
from models.running.torch_painter import TorchPainter
from models.training.shapes import field


def sources(height: int = 40, width: int = 52) -> list[np.ndarray]:
    random = np.random.default_rng(3)
    return [
        np.clip(0.5 + 0.2 * field(random, max(height, width), 6)[:height, :width], 0, 1)
        for _ in range(2)
    ]


def test_the_schedule_is_the_cosine_one() -> None:
    shares = kept_shares()
    assert len(shares) == NOISE_STEPS == 2000
    assert (np.diff(shares) < 0).all()
    begin, middle = (np.cos(np.pi / 2 * (s + 0.008) / 1.008) ** 2 for s in (0, 1000 / 2000))
    assert shares[999] == pytest.approx(middle / begin)


def test_all_steps_are_the_published_reverse_process() -> None:
    """x = (x − (1 − a) / sqrt(1 − ā) ε) / sqrt(a), with ε from x̂: the note's equation 7."""
    shares = kept_shares()
    steps = steps_back(NOISE_STEPS)
    assert [step.time for step in steps] == list(range(NOISE_STEPS - 1, -1, -1))
    for step in (steps[5], steps[1000], steps[-2]):
        kept, before = shares[step.time], shares[step.time - 1]
        alpha = kept / before
        picture, state = 0.3, -0.7
        noise = (state - np.sqrt(kept) * picture) / np.sqrt(1 - kept)
        published = (state - (1 - alpha) / np.sqrt(1 - kept) * noise) / np.sqrt(alpha)
        assert step.of_picture * picture + step.of_state * state == pytest.approx(published)


def test_the_last_step_gives_the_picture_that_was_found() -> None:
    for count in (1, 2, 10, 50):
        last = steps_back(count)[-1]
        assert (last.of_picture, last.of_state, last.noise) == (1, 0, 0)
    with pytest.raises(ValueError, match="1 to 2000"):
        steps_back(0)


def test_the_implicit_step_keeps_the_noise_that_is_there() -> None:
    """x = sqrt(ᾱ) x̂ + sqrt(1 − ᾱ) ε goes to the same with the ᾱ of the step before."""
    steps, picture, noise = steps_back(5, implicit=True), 0.4, -1.3
    for step, after in itertools.pairwise(steps):
        state = np.sqrt(step.kept) * picture + np.sqrt(1 - step.kept) * noise
        kept = np.sqrt(after.kept) * picture + np.sqrt(1 - after.kept) * noise
        assert step.of_picture * picture + step.of_state * state == pytest.approx(kept)
        assert step.noise == 0


def test_noise_is_gaussian_and_belongs_to_its_place_seed_and_step() -> None:
    whole = noise_at(5, 2, (slice(0, 300), slice(0, 200)))
    assert abs(float(whole.mean())) < 0.02
    assert abs(float(whole.std()) - 1) < 0.02
    assert abs(float(np.mean(whole[:, 1:] * whole[:, :-1]))) < 0.02
    part = noise_at(5, 2, (slice(120, 260), slice(100, 131)))
    assert np.array_equal(part, whole[120:260, 100:131])
    for seed, step in ((6, 2), (5, 3)):
        other = noise_at(seed, step, (slice(0, 300), slice(0, 200)))
        assert abs(float(np.mean(whole * other))) < 0.02


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_tiles_do_not_show(predictor: NoisePredictor, sampler: str) -> None:
    first, second = sources(150, 170)
    plan = Sampling(3, sampler, seed=4)
    results = [
        sample(TorchPainter(PAINTER, predictor, side=side), first, second, plan) for side in (512, 144)
    ]
    assert np.abs(results[0] - results[1]).max() < 1e-5
    assert results[0].dtype == np.float32
    assert 0 <= results[0].min() <= results[0].max() <= 1


def test_the_seed_decides_and_samplers_differ(predictor: NoisePredictor) -> None:
    first, second = sources()
    painter = TorchPainter(PAINTER, predictor)
    same, again, other, noisy, implicit = (
        sample(painter, first, second, plan)
        for plan in (
            *(Sampling(4, DETERMINISTIC, seed) for seed in (1, 1, 2)),
            *(Sampling(4, sampler, 1) for sampler in (STOCHASTIC, IMPLICIT)),
        )
    )
    assert np.array_equal(same, again)
    assert not np.array_equal(same, other)
    assert not np.array_equal(same, noisy)
    assert not np.array_equal(same, implicit)


def test_progress_rises_to_the_end_and_can_stop(predictor: NoisePredictor) -> None:
    first, second = sources()
    painter = TorchPainter(PAINTER, predictor)
    reports: list[tuple[int, int]] = []
    sample(painter, first, second, Sampling(3), lambda done, total: reports.append((done, total)))
    shares = [done / total for done, total in reports]
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def stop(done: int, _total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        sample(painter, first, second, Sampling(3), stop)


def test_the_expected_time_grows_with_pixels_and_steps(predictor: NoisePredictor) -> None:
    """By a clock that ticks once a look, so that nothing is measured."""
    painter = TorchPainter(PAINTER, predictor)

    def expected(shape: tuple[int, int], steps: int) -> float:
        clock = itertools.count()
        return expected_seconds(painter, PAINTER, shape, steps, lambda: float(next(clock)))

    assert expected((192, 192), 10) == pytest.approx(10)
    assert expected((192, 192), 20) == pytest.approx(20)
    assert expected((4000, 6000), 10) > 100 * expected((192, 192), 10)
