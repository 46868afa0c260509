"""How much the picture of ``fusiondiff`` depends on its seed, sampler by sampler::

    python -m benchmarks.repeatability [--set nyud20] [--pictures 5] [--seeds 5] [--steps 10]

The authors fused the same pair again and again, with the noise of the reverse process and without, and
found higher measures and smaller deviations without. Here each pair is fused with seeds 1, 2, ... and
both are told: PSNR against the truth with its spread over the seeds, and how far a pixel deviates from
its mean over the seeds, in levels of 8 bits (root of the mean square). Pairs need a truth.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from benchmarks.pairs import SHARED, Pair, psnr, read_pairs
from fusion import FusionSettings, Photo, fuse
from fusion.methods.multifocus.fusiondiff import FusionDiffParameters
from models.fusiondiff.sampling import SAMPLERS

BORDER = 16
"""Pixels left out on every side."""


@dataclass(frozen=True)
class Repeated:
    """One pair with one sampler: mean PSNR in dB, its standard deviation over the seeds, and the
    deviation of the pixels in levels."""

    psnr: float
    spread: float
    deviation: float


def repeated(pair: Pair, sampler: str, clamp: str, steps: int, seeds: Sequence[int]) -> Repeated:
    """Fuse a pair with each seed."""
    assert pair.truth is not None
    results = []
    for seed in seeds:
        parameters = FusionDiffParameters(sampler=sampler, steps=steps, seed=seed, clamp=clamp)
        settings = FusionSettings("fusiondiff", parameters, "cpu")
        results.append(fuse([pair.first, pair.second], settings).photo.pixels)
    values = [psnr(Photo(result), pair.truth, BORDER) for result in results]
    stack = np.stack(results).astype(np.float64)
    deviation = float(np.sqrt(stack.var(axis=0).mean()))
    return Repeated(statistics.fmean(values), statistics.pstdev(values), deviation)


def table(pairs: Sequence[Pair], steps: int, seeds: Sequence[int]) -> Iterator[str]:
    """A row for each sampler and clamp: means over the pairs."""
    yield "| sampler | clamp | PSNR, dB | its spread over seeds, dB | deviation of a pixel, levels |"
    yield "|---|---|---|---|---|"
    for sampler in SAMPLERS:
        for clamp in ("sources", "range"):
            found = [repeated(pair, sampler, clamp, steps, seeds) for pair in pairs]
            value, spread, deviation = (
                statistics.fmean(getattr(one, name) for one in found)
                for name in ("psnr", "spread", "deviation")
            )
            yield f"| {sampler} | {clamp} | {value:.2f} | {spread:.3f} | {deviation:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", default="nyud20", help="a folder of pairs with truth")
    parser.add_argument("--pictures", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=5, help="how many")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the development data")
    options = parser.parse_args()
    every = list(read_pairs(options.data / "pairs" / options.set))
    pairs = [pair for pair in every if pair.truth is not None][: options.pictures]
    print(
        f"{options.set}, {len(pairs)} pairs, {options.seeds} seeds, {options.steps} steps, "
        f"{date.today()}, {machine()}\n"
    )
    for line in table(pairs, options.steps, range(1, options.seeds + 1)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
