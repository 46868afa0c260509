"""The reverse process: from noise to the fused picture, a few steps, each over the whole picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from models.arrays import FloatMap
from models.fusiondiff.dimensions import NOISE_STEPS, SMALL
from models.fusiondiff.noise import noise_at
from models.fusiondiff.schedule import StepBack, steps_back
from models.protocols import Painter
from models.running.painting import PaintingNetwork
from models.running.threads import thread_count
from models.running.tiling import Tick

DETERMINISTIC, STOCHASTIC, IMPLICIT = SAMPLERS = ("deterministic", "stochastic", "ddim")
_BAND = 128
"""Rows that are worked on at a time."""
_PIECE = 192
"""Side in pixels of what the speed is measured on."""


@dataclass(frozen=True)
class Sampling:
    """How the reverse process goes.

    Attributes
    ----------
    steps
        How many of the ``NOISE_STEPS`` steps are made.
    sampler
        ``DETERMINISTIC`` leaves out the noise that DDPM adds at each step, as published; ``STOCHASTIC``
        adds it; ``IMPLICIT`` keeps the noise that is there (``models.fusiondiff.schedule.steps_back``).
    seed
        Of the noise that it begins with, and of that which is added.
    within_sources
        Whether the picture that the network finds at each step is kept between the darker and the
        brighter source at each pixel; else within [-1, 1], as published.
    """

    steps: int = 10
    sampler: str = IMPLICIT
    seed: int = 1
    within_sources: bool = True


class Conditioned:
    """What the network is given, (4, H, W): both sources, the noisy picture, and t / T everywhere."""

    def __init__(self, planes: FloatMap, time: int) -> None:
        self._planes, self._time = planes, np.float32(time / NOISE_STEPS)
        self.shape = (len(planes) + 1, *planes.shape[1:])

    def __getitem__(self, area: tuple[slice, slice, slice], /) -> FloatMap:
        """An area of the channels, from a beginning to an end."""
        numbers, rows, columns = area
        cut = self._planes[:, rows, columns]
        share = np.full((1, *cut.shape[1:]), self._time, np.float32)
        return np.concatenate((cut, share))[numbers]


def sample(
    painter: Painter, first: FloatMap, second: FloatMap, plan: Sampling, tick: Tick | None = None
) -> FloatMap:
    """The picture that the reverse process makes of two sources.

    Every step goes over the whole picture before the next one begins, each tile with all the
    surroundings that it depends on, and noise belongs to its pixel: tiles do not show.

    Parameters
    ----------
    painter
        The small form of the noise predictor.
    first, second
        Luminance (H, W) in [0, 1].
    plan
        Steps, sampler and seed.
    tick
        ``tick(done, total)`` as work goes on; it may raise to stop.

    Returns
    -------
    FloatMap
        (H, W) float32 in [0, 1].
    """
    planes = np.empty((3, *first.shape), np.float32)
    steps = steps_back(plan.steps, implicit=plan.sampler == IMPLICIT)
    report = tick or unheard
    for rows in bands(len(first)):
        report(0, len(steps) * len(first))
        planes[0, rows], planes[1, rows] = 2 * first[rows] - 1, 2 * second[rows] - 1
        planes[2, rows] = noise_at(plan.seed, 0, (rows, slice(0, first.shape[1])))
    for number, step in enumerate(steps):
        done = counted_from(number * len(first), len(first), len(steps) * len(first), report)
        found = painter.paint(Conditioned(planes, step.time), done)[0]
        for rows in bands(len(first)):
            done(1, 1)
            noisier = noise_at(plan.seed, number + 1, (rows, slice(0, first.shape[1]))) if (
                plan.sampler == STOCHASTIC and step.noise > 0
            ) else None  # fmt: skip
            limits = limits_of(planes[:, rows], plan.within_sources)
            planes[2, rows] = stepped(planes[2, rows], np.clip(found[rows], *limits), step, noisier)
    return from_residual(planes)


def limits_of(planes: FloatMap, within_sources: bool) -> tuple[FloatMap, FloatMap]:
    """The least and the greatest residual at each pixel, for sources in [-1, 1]."""
    first, second = planes[:2]
    if within_sources:
        half = np.float32(SMALL.residual / 2) * np.abs(first - second)
        return -half, half
    mean = (first + second) / 2
    return SMALL.residual * (-1 - mean), SMALL.residual * (1 - mean)


def stepped(state: FloatMap, found: FloatMap, step: StepBack, noise: FloatMap | None) -> FloatMap:
    """The noisy picture one step further, where the network has found this residual; all (h, w)."""
    further = np.float32(step.of_picture) * found + np.float32(step.of_state) * state
    return further if noise is None else further + np.float32(step.noise) * noise


def from_residual(planes: FloatMap) -> FloatMap:
    """The picture (H, W) in [0, 1] of sources in [-1, 1] and the residual."""
    picture = planes[2]
    picture /= np.float32(SMALL.residual)
    picture += (planes[0] + planes[1]) / 2
    picture += 1
    picture /= 2
    return np.clip(picture, 0, 1, out=picture)


def bands(height: int) -> Iterator[slice]:
    """Bands of rows that cover a picture."""
    for top in range(0, height, _BAND):
        yield slice(top, min(top + _BAND, height))


def unheard(done: int, total: int) -> None:
    """Do nothing: the default where no tick is given."""


def counted_from(begin: int, share: int, total: int, tick: Tick) -> Tick:
    """A tick whose work is ``share`` of ``total`` and begins at ``begin``."""
    return lambda done, of: tick(begin + share * done // max(of, 1), total)


def expected_seconds(
    painter: Painter, network: PaintingNetwork, shape: tuple[int, int], steps: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:  # fmt: skip
    """About how long ``sample`` will take for pictures of ``shape``, by the speed on a small piece.

    The piece is painted twice, so that what is prepared for the first time does not count.
    """
    piece = Conditioned(np.zeros((3, _PIECE, _PIECE), np.float32), 0)
    painter.paint(piece)
    begin = clock()
    painter.paint(piece)
    seconds = clock() - begin
    windows = network.windows(*shape, network.side)
    pixels = sum(window.height * window.width for window in windows)
    together = min(thread_count(), len(windows)) if painter.device == "cpu" else 1
    return seconds * pixels / _PIECE**2 * steps / together
