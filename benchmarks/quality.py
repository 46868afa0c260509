"""The table of quality: every contender on lytro (no truth) and on mfiwhu30 and nyud20 (truth known).

    python benchmarks/quality.py [--data FOLDER] [--frame 16]

PSNR is of 8-bit RGB values against the ground truth, with a frame of 16 pixels left out: the sources of
mfiwhu30 were blurred with zeros outside, so their rims are dark, and what a method does there outweighs
the rest. The figure in brackets is that of the whole picture.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import Contender, standard_contenders
from benchmarks.pairs import SHARED, psnr, read_pairs
from fusion.metrics import score

LYTRO_KEYS = ("Q_G", "Q_MI", "Q_NCIE", "Q_CB")
TRUTH_SETS = ("mfiwhu30", "nyud20")


def lytro_scores(contender: Contender, folder: Path) -> dict[str, float]:
    """Means over the pairs of the metrics that need no truth."""
    rows = []
    for pair in read_pairs(folder):
        fused = contender.fuse([pair.first, pair.second])
        values = score([pair.first.pixels, pair.second.pixels], fused.pixels, keys=LYTRO_KEYS)
        rows.append([values[key] for key in LYTRO_KEYS])
    return dict(zip(LYTRO_KEYS, np.mean(rows, axis=0), strict=True))


def truth_scores(contender: Contender, folder: Path, frame: int) -> tuple[float, float]:
    """Mean PSNR (dB) with the frame left out, and of whole pictures."""
    rows = []
    for pair in read_pairs(folder):
        assert pair.truth is not None
        fused = contender.fuse([pair.first, pair.second])
        rows.append((psnr(fused, pair.truth, frame), psnr(fused, pair.truth, 0)))
    without, whole = np.mean(rows, axis=0)
    return float(without), float(whole)


def table(contenders: Sequence[Contender], data: Path, frame: int) -> Iterator[str]:
    """Lines of a Markdown table, each as soon as it is known."""
    yield "| | " + " | ".join([*(f"lytro {key}" for key in LYTRO_KEYS), *TRUTH_SETS]) + " |"
    yield "|---" * (1 + len(LYTRO_KEYS) + len(TRUTH_SETS)) + "|"
    for contender in contenders:
        lytro = lytro_scores(contender, data / "pairs" / "lytro")
        cells = [f"{lytro[key]:.4f}" for key in LYTRO_KEYS]
        for name in TRUTH_SETS:
            without, whole = truth_scores(contender, data / "pairs" / name, frame)
            cells.append(f"{without:.2f} ({whole:.2f})")
        yield f"| {contender.name} | " + " | ".join(cells) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pairs/")
    parser.add_argument("--frame", type=int, default=16, help="pixels left out on every side")
    options = parser.parse_args()
    if not (options.data / "pairs").is_dir():
        missing = options.data / "pairs"
        print(f"error: there is no folder {missing}; name one with --data", file=sys.stderr)
        return 1
    print(f"python benchmarks/quality.py --frame {options.frame}   ({date.today()})\n")
    for line in table(standard_contenders(), options.data, options.frame):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
