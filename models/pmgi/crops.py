"""Crops of two sources, by task: infrared and visible pairs, or near- and far-focused ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.arrays import FloatMap
from models.pmgi.dimensions import MULTI_FOCUS
from models.pmgi.settings import PmgiSettings
from models.training.infrared_visible import (
    InfraredVisiblePair,
    InfraredVisibleSampler,
    find_infrared_visible,
    split_pairs,
)
from models.training.pair_batches import PairSampler, PairSources, find_pair_sources

VALIDATION_CROP = 96
"""Side in pixels."""


@dataclass(frozen=True)
class SourceCrops:
    """Pictures that crops come from.

    Attributes
    ----------
    names
        Of the pictures.
    sampler
        ``sampler(side)`` gives a function from a step and a count to that many crops (N, 2, side, side)
        in [0, 1], the same for the same step.
    """

    names: list[str]
    sampler: Callable[[int], Callable[[int, int], FloatMap]]


def find_crops(folders: Sequence[Path], settings: PmgiSettings) -> tuple[SourceCrops, SourceCrops]:
    """(training, validation): no scene is in both.

    Raises ``OSError`` or ``ValueError`` where the folders hold nothing to train the task with.
    """
    share, seed = settings.validation_share, settings.seed
    if settings.task == MULTI_FOCUS:
        known, kept = find_pair_sources(folders, share, seed)
        return focus_crops(known, seed), focus_crops(kept, seed)
    pairs, unseen = split_pairs(find_infrared_visible(folders), share, seed)
    return infrared_crops(pairs, seed), infrared_crops(unseen, seed)


def infrared_crops(pairs: Sequence[InfraredVisiblePair], seed: int) -> SourceCrops:
    """Crops of infrared and visible pairs."""
    names = [pair.name for pair in pairs]
    return SourceCrops(names, lambda side: InfraredVisibleSampler(pairs, side, seed).batch)


def focus_crops(sources: PairSources, seed: int) -> SourceCrops:
    """Crops of near- and far-focused pairs."""
    return SourceCrops(sources.names(), lambda side: focus_batch(PairSampler(sources, side, seed)))


def focus_batch(sampler: PairSampler) -> Callable[[int, int], FloatMap]:
    """Crops of near- and far-focused pairs, in random order."""

    def batch(step: int, count: int) -> FloatMap:
        made = sampler.batch(step, count)
        return np.concatenate((made.first, made.second), axis=1)

    return batch
