"""What confidence is worth: how often the choice is right where it matters, by confidence.

    python benchmarks/calibration.py [--method learned-decision] [--sets generated,generated-noise]
        [--plot FILE.svg] [--data FOLDER]

The sets are those of `benchmarks/shortcuts.py` that have a truth; the pictures of ``enlarged`` are so
large that they are decided at half size first. The choice matters where the errors of the frames differ
by more than 8 levels, and is right if the chosen frame's error is at most 2 levels above the smallest.
*No frame is sharp* where even the closest frame is 16 levels away from the truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import decision_of
from benchmarks.pairs import SHARED
from benchmarks.quality_sets import Case
from benchmarks.shortcuts import ALL_SETS
from fusion import FusionSettings, fuse, methods
from fusion.settings import AS_THEY_ARE

EDGES = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)
MATTERS = 8.0
TOLERANCE = 2.0
NOT_SHARP = 16.0
_SIDE = 360
_MARGIN = 44


@dataclass(frozen=True)
class Judged:
    """Pixels of a set: ``confidence`` and ``right`` where the choice matters, and two means."""

    confidence: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]
    where_sharp: float
    where_not: float


def judge(cases: Iterable[Case], settings: FusionSettings) -> Judged:
    """Fuse every case, and compare each choice with the truth; errors are means over 3x3 pixels."""
    confidences, rights, sharp, not_sharp = [], [], [], []
    for case in cases:
        assert case.truth is not None
        decision = decision_of(fuse(list(case.frames), settings))
        confidence = decision.confidence
        truth = case.truth.pixels.astype(np.float32)
        errors = np.stack(
            [cv2.blur(np.abs(f.pixels - truth).max(axis=2), (3, 3)) for f in case.frames]
        )
        chosen = np.take_along_axis(errors, decision.labels[None].astype(np.int64), axis=0)[0]
        least = errors.min(axis=0)
        matters = errors.max(axis=0) - least > MATTERS
        confidences.append(confidence[matters])
        rights.append((chosen <= least + TOLERANCE)[matters])
        sharp.append(confidence[least <= TOLERANCE])
        not_sharp.append(confidence[least > NOT_SHARP])
    return Judged(
        np.concatenate(confidences),
        np.concatenate(rights),
        float(np.concatenate(sharp).mean()),
        float(np.concatenate(not_sharp).mean()),
    )


def table(judged: Judged) -> list[tuple[float, float, float, float]]:
    """(from, to, share of pixels, share of right choices) of every step of confidence that occurs."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = (judged.confidence >= low) & (judged.confidence < high)
        if inside.any():
            right = float(judged.right[inside].mean())
            rows.append((low, min(high, 1.0), float(inside.mean()), right))
    return rows


def plot(tables: dict[str, list[tuple[float, float, float, float]]]) -> str:
    """The share of right choices over confidence as SVG; the diagonal is what it promises."""
    side = _SIDE - 2 * _MARGIN

    def place(x: float, y: float) -> str:
        return f"{_MARGIN + x * side:.1f},{_SIDE - _MARGIN - y * side:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE + 150} {_SIDE}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_SIDE + 150}" height="{_SIDE}" fill="#fff"/>',
        f'<polyline points="{place(0, 0)} {place(1, 1)}" stroke="#bbb" fill="none"/>',
        f'<polyline points="{place(0, 1)} {place(0, 0)} {place(1, 0)}" stroke="#333" fill="none"/>',
    ]
    for value in (0, 0.5, 1):
        x, y = place(value, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{value:g}</text>')
        x, y = place(0, value).split(",")
        parts.append(f'<text x="{float(x) - 8}" y="{y}" text-anchor="end">{value:g}</text>')
    parts.append(f'<text x="{_SIDE / 2}" y="{_SIDE - 8}" text-anchor="middle">confidence</text>')
    turned = f'transform="translate(12 {_SIDE / 2}) rotate(-90)"'
    parts.append(f'<text {turned} text-anchor="middle">choices right</text>')
    for number, (name, rows) in enumerate(tables.items()):
        colour = ("#0b62a4", "#c4511b")[number % 2]
        points = " ".join(place((low + high) / 2, right) for low, high, _, right in rows)
        parts.append(f'<polyline points="{points}" stroke="{colour}" stroke-width="2" fill="none"/>')
        for point in points.split():
            x, y = point.split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        parts.append(f'<text x="{_SIDE}" y="{60 + 20 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    deciding = [name for name, method in methods().items() if method.kind == "decision"]
    parser.add_argument("--method", choices=deciding, default="learned-decision")
    parser.add_argument("--sets", default="generated,generated-noise")
    parser.add_argument("--plot", type=Path, help="where to write an SVG")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    tables = {}
    settings = FusionSettings(options.method, device="cpu", registration=AS_THEY_ARE)
    for name in options.sets.split(","):
        judged = judge(ALL_SETS[name](options.data), settings)
        tables[name] = table(judged)
        print(f"\n**{name}**\n\n| confidence | share of pixels | right |\n|---|---|---|")
        for low, high, share, right in tables[name]:
            print(f"| {low:.2f} to {high:.2f} | {100 * share:.1f} % | {100 * right:.1f} % |")
        above = judged.confidence > 0.9
        right = 100 * judged.right[above].mean()
        print(f"\nabove 0.9: {right:.2f} % right of {100 * above.mean():.0f} %")
        print(f"mean confidence where a frame is sharp: {judged.where_sharp:.2f}")
        print(f"mean confidence where none is: {judged.where_not:.2f}", flush=True)
    if options.plot:
        options.plot.write_text(plot(tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
