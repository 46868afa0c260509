"""What the symmetric cleaning costs: python benchmarks/cleaning.py [--data FOLDER]

The published order of cleaning against ours, everything else alike (`sesf` with cSE weights): PSNR, and
the share of the cleaned map that changes when the sources are exchanged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fusion.activity.fuse_by_activity import compare

from benchmarks.contenders import DEFAULTS
from benchmarks.pairs import SHARED, Pair, psnr, read_pairs
from fusion import Photo
from fusion.decision import Labels
from fusion.progress import no_progress
from fusion.refine.consistency import clean_labels, clean_mask
from fusion.render.soft_boundaries import blend
from models.sesf.torch_runtime import TorchEncoderRuntime

CROP_BORDER = 16
Clean = Callable[[Labels], Labels]


def ours(raw: Labels) -> Labels:
    """Both orders, every label alike."""
    return clean_labels(raw, 2, DEFAULTS.disk_radius, DEFAULTS.smallest_area)


def published(raw: Labels) -> Labels:
    """One order; equal blur maps go to the second source."""
    first = (raw == 0).astype(np.uint8)
    kept = clean_mask(first, DEFAULTS.disk_radius, DEFAULTS.smallest_area * raw.size)
    return (1 - kept).astype(raw.dtype)


def exchanged(raw: Labels) -> Labels:
    """The raw labels as they are when the sources are exchanged."""
    return np.where(raw == 0, 1, np.where(raw == 1, 0, raw)).astype(raw.dtype)


def measure(pair: Pair, raw: Labels, clean: Clean) -> tuple[float, float]:
    """PSNR in dB (0 without a truth), and the share of the map that exchanging changes, in percent."""
    labels = clean(raw)
    changed = 100 * float(np.mean(labels != 1 - clean(exchanged(raw))))
    if pair.truth is None:
        return 0.0, changed
    pixels, _ = blend(
        [pair.first, pair.second], 2, labels, DEFAULTS.guide_radius, DEFAULTS.guide_epsilon
    )
    return psnr(Photo(pixels), pair.truth, CROP_BORDER), changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pairs/")
    options = parser.parse_args()
    energy = TorchEncoderRuntime.load("sesf-cse").gradient_energy
    print("| | published order | ours | published: changed by exchange, mean (most) | ours |")
    print("|---|---|---|---|---|")
    for name in ("lytro", "mfiwhu30", "nyud20"):
        rows = []
        for pair in read_pairs(options.data / "pairs" / name):
            raw = compare([pair.first, pair.second], energy, DEFAULTS, no_progress).labels
            rows.append((*measure(pair, raw, published), *measure(pair, raw, ours)))
        mean, most = np.mean(rows, axis=0), np.max(rows, axis=0)
        scores = [f"{value:.2f} dB" if value else "no truth" for value in (mean[0], mean[2])]
        changes = [f"{mean[1]:.2f} % ({most[1]:.2f} %)", f"{mean[3]:.2f} % ({most[3]:.2f} %)"]
        print(f"| {name} | " + " | ".join([*scores, *changes]) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
