"""What symmetric consistency verification costs: python benchmarks/consistency.py [--data FOLDER]

The published order of its steps against ours, everything else alike (`sesf` with cSE weights): PSNR, and
the share of the verified labels that changes when the sources are exchanged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import DEFAULTS
from benchmarks.pairs import SHARED, Pair, psnr, read_pairs
from fusion import Photo
from fusion.backends.cpu import CpuBackend
from fusion.contracts import ActivityPlan
from fusion.decision import GuidedBoundaries, Labels
from fusion.frames.matching import MatchingFrames
from fusion.progress import no_progress
from fusion.refine.bit_masks import pack, unpack
from fusion.refine.consistency import verified, verified_labels
from fusion.settings import EXACT
from models.sesf.torch_runtime import TorchEncoderRuntime

CROP_BORDER = 16
Verify = Callable[[Labels], Labels]


def ours(raw: Labels) -> Labels:
    """Both orders, every label alike."""
    return verified_labels(raw, 2, DEFAULTS.disk_radius, DEFAULTS.smallest_area)


def published(raw: Labels) -> Labels:
    """One order; where activities are equal, the second source."""
    width, smallest = raw.shape[1], DEFAULTS.smallest_area * raw.size
    kept = unpack(verified(pack(raw == 0), width, DEFAULTS.disk_radius, smallest), width)
    return np.where(kept, 0, 1).astype(raw.dtype)


def exchanged(raw: Labels) -> Labels:
    """The raw labels as they are when the sources are exchanged."""
    return np.where(raw == 0, 1, np.where(raw == 1, 0, raw)).astype(raw.dtype)


def raw_labels(pair: Pair, encoder: TorchEncoderRuntime) -> Labels:
    """The frame of larger activity at each pixel, before verification."""
    frames = MatchingFrames([pair.first, pair.second])
    plan = ActivityPlan(DEFAULTS, accuracy=EXACT)
    return CpuBackend(measure=encoder).compare_activity(frames, plan, no_progress).labels


def measure(pair: Pair, raw: Labels, verify: Verify) -> tuple[float, float]:
    """PSNR in dB (0 without a truth), and the share of labels that exchanging changes, in percent."""
    labels = verify(raw)
    changed = 100 * float(np.mean(labels != 1 - verify(exchanged(raw))))
    if pair.truth is None:
        return 0.0, changed
    frames = MatchingFrames([pair.first, pair.second])
    boundaries = GuidedBoundaries(DEFAULTS.guide_radius, DEFAULTS.guide_epsilon)
    pixels, _ = CpuBackend().mix_along_boundaries(frames, labels, boundaries)
    return psnr(Photo(pixels), pair.truth, CROP_BORDER), changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pairs/")
    options = parser.parse_args()
    encoder = TorchEncoderRuntime.load("sesf-cse")
    print("| | published order | ours | published: changed by exchange, mean (most) | ours |")
    print("|---|---|---|---|---|")
    for name in ("lytro", "mfiwhu30", "nyud20"):
        rows = []
        for pair in read_pairs(options.data / "pairs" / name):
            raw = raw_labels(pair, encoder)
            rows.append((*measure(pair, raw, published), *measure(pair, raw, ours)))
        mean, most = np.mean(rows, axis=0), np.max(rows, axis=0)
        scores = [f"{value:.2f} dB" if value else "no truth" for value in (mean[0], mean[2])]
        changes = [f"{mean[1]:.2f} % ({most[1]:.2f} %)", f"{mean[3]:.2f} % ({most[3]:.2f} %)"]
        print(f"| {name} | " + " | ".join([*scores, *changes]) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
