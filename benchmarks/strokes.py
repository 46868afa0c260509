"""How soon a stroke is on the result: milliseconds a point of the pen, at 24 megapixels.

    python benchmarks/strokes.py [--megapixels 24] [--points 150] [--radius 60,100]

For each brush a stroke of many points, 13 pixels apart, over a decision of two frames: from the point to
the new pixels and maps of the rectangle that it changes. Wall time, and the processor's time beside it:
on a machine that does other work the first says little. Undo and redo come last.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.machine import machine
from fusion.decision import Decision
from fusion.frames.matching import MatchingFrames
from fusion.retouch.painting import Ground
from fusion.retouch.retouching import Retouching, StrokeChange
from fusion.retouch.sources import Layers
from fusion.retouch.stroke import Brush, FrameSource

STEP = (12.0, 5.0)
BRUSHES: dict[str, dict[str, Any]] = {
    "plain": {},
    "soft, flow ¼": {"hardness": 0.0, "flow": 0.25},
    "brightness matched": {"matches": True},
    "snaps to edges": {"snaps": True},
    "both": {"matches": True, "snaps": True},
    "erases": {"source": None},
}


def make(megapixels: float) -> Retouching:
    """Two frames of noise over a ramp, one sharp left and one right."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(1.5 * height)
    generator = np.random.default_rng(0)
    first = generator.integers(0, 255, (height, width, 3), np.uint8)
    frames = MatchingFrames([first, np.ascontiguousarray(first[:, ::-1])])
    labels = np.zeros((height, width), np.uint8)
    labels[:, width // 2 :] = 1
    sure = np.full(labels.shape, 65532, np.uint16)
    decision = Decision(labels, sure, sure, 2, 1 - labels)
    return Retouching(Ground.of(first, decision), Layers(frames, frames.origins))


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Of the wall, and of the processor."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - own)


def paint(
    retouching: Retouching, brush: Brush, points: int
) -> tuple[StrokeChange, list[tuple[float, float]]]:
    """A stroke, and what each of its points took."""
    pen, times = retouching.begin(brush), []
    for number in range(points):
        x, y = 300 + STEP[0] * number, 300 + STEP[1] * number
        times.append(milliseconds(lambda at=(x, y, 1.0): pen.lay([at])))  # type: ignore[misc]
    return retouching.end(pen), times


def row(name: str, times: list[tuple[float, float]]) -> str:
    """A row of the table: median and largest."""
    cells = [f"{statistics.median(part):.1f} | {max(part):.1f}" for part in zip(*times, strict=True)]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--points", type=int, default=150)
    parser.add_argument("--radius", default="60,100")
    options = parser.parse_args()
    print(f"{machine()}, {date.today()}, {options.megapixels:g} megapixels\n")
    print("| brush | median, ms | most | processor: median | most |\n|---|---|---|---|---|")
    for radius in map(float, options.radius.split(",")):
        for name, fields in BRUSHES.items():
            retouching = make(options.megapixels)
            brush = Brush(**{"source": FrameSource(number=1), "radius_px": radius, **fields})
            paint(retouching, brush, 3)
            change, times = paint(retouching, brush, options.points)
            print(row(f"{name}, radius {radius:g}", times), flush=True)
        undo = [milliseconds(lambda r=retouching, c=change: r.take_back(c))]  # type: ignore[misc]
        redo = [milliseconds(lambda r=retouching, c=change: r.lay_again(c))]  # type: ignore[misc]
        print(row("undo", undo) + "\n" + row("redo", redo), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
