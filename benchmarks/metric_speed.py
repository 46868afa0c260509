"""Time and memory of every metric on a made picture.

``python benchmarks/metric_speed.py [--width 6000] [--height 4000] [--keys Q_G,Q_P]`` prints the table of
`docs/lab/metrics.md`. Each metric runs in a process of its own, so that its peak memory is its own; the
memory that Python and the pictures themselves take is subtracted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.process_memory import most_mb
from fusion.metrics import METRICS, to_grey
from fusion.photo import Pixels


def made_pictures(h: int, w: int) -> list[Pixels]:
    """Two halves in focus and a perfect choice, in colour: fine noise over a ramp."""
    rng = np.random.default_rng(1)
    noise = cv2.GaussianBlur(rng.integers(0, 256, (h, w, 3), dtype=np.uint8), (0, 0), 1)
    sharp = cv2.addWeighted(noise, 0.7, np.full_like(noise, 128), 0.3, 0)
    soft = cv2.GaussianBlur(sharp, (0, 0), 3)
    first, second = sharp.copy(), soft.copy()
    first[:, w // 2 :] = soft[:, w // 2 :]
    second[:, w // 2 :] = sharp[:, w // 2 :]
    return [np.asarray(picture, np.uint8) for picture in (first, second, sharp)]


def measure(key: str, h: int, w: int) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak memory in GB."""
    metric = METRICS[key]
    first, second, fused = made_pictures(h, w)
    if metric.needs == "reference":
        given: list[Pixels] = [first, fused]
    else:
        greys = [to_grey(picture) for picture in (first, second, fused)]
        given = [*greys] if metric.needs == "sources" else [greys[2]]
    del first, second, fused
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of making the pictures
    before, begun, used = most_mb(), time.perf_counter(), time.process_time()
    metric.function(*given)
    return time.perf_counter() - begun, time.process_time() - used, (most_mb() - before) / 1e3


def main() -> None:
    """Print a row for each metric as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--width", type=int, default=6000)
    parser.add_argument("--height", type=int, default=4000)
    parser.add_argument("--keys", default=",".join(METRICS))
    options = parser.parse_args()
    print(f"{options.width} × {options.height} pixels\n")
    print("| metric | seconds | processor seconds | memory, GB |\n|---|---|---|---|")
    for key in options.keys.split(","):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            clock, used, memory = pool.apply(measure, (key, options.height, options.width))
        print(f"| {key} | {clock:.1f} | {used:.1f} | {memory:.2f} |", flush=True)


if __name__ == "__main__":
    main()
