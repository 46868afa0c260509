"""Memory of one process that fuses pictures of several sizes, one after another::

    python -m benchmarks.memory_of_sizes --method learned-decision --rounds 4

A window that is open for a day does so. What a network compiles for a size must not stay for ever: the
table shows the memory held after each round; it must come to rest.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator

import cv2
import numpy as np

from benchmarks.process_memory import held_mb
from fusion import FusionSettings, Photo, fuse

SIZES = ((400, 600), (600, 800), (720, 1080), (800, 800), (1000, 700), (900, 1300))
"""Height and width in pixels."""


def made_stack(height: int, width: int, frames: int) -> list[Photo]:
    """A texture that is sharp in another band of columns in each frame."""
    random = np.random.default_rng(height * width)
    sharp = cv2.GaussianBlur(random.integers(0, 255, (height, width, 3), dtype=np.uint8), (0, 0), 1)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)
    band = np.arange(width)[None, :, None] * frames // width
    return [Photo(np.where(band == number, sharp, blurred)) for number in range(frames)]


def rounds(method: str, count: int, frames: int) -> Iterator[list[float]]:
    """Of each round the memory held after each size."""
    for _ in range(count):
        held = []
        for height, width in SIZES:
            fuse(made_stack(height, width, frames), FusionSettings(method, device="cpu"))
            gc.collect()
            held.append(held_mb())
        yield held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", default="learned-decision")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--frames", type=int, default=2)
    options = parser.parse_args()
    print("| round | " + " | ".join(f"{height} × {width}" for height, width in SIZES) + " |")
    print("|---" * (len(SIZES) + 1) + "|")
    for number, held in enumerate(rounds(options.method, options.rounds, options.frames), 1):
        print(f"| {number} | " + " | ".join(f"{value:.0f}" for value in held) + " |", flush=True)


if __name__ == "__main__":
    main()
