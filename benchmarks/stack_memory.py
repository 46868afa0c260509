"""Memory and time for stacks of many frames.

``python -m benchmarks.stack_memory --frames 17,102`` repeats the seventeen frames of ``insect17``, each
time moved and brightened a little, until there are as many as asked for, and fuses them in a process of
its own. Printed for every method: the most memory that the process held, mapped pages counted, its ratio
to that of the first number of frames, and the seconds of the processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.measured_run import measured_run
from benchmarks.pairs import SHARED

STACK = SHARED / "stacks" / "insect17"
LARGEST_SHIFT = 2
"""In pixels: repeated frames are moved by up to so many."""
LARGEST_GAIN = 0.02


def perturbed(
    pixels: npt.NDArray[np.uint8], generator: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """A frame moved by whole pixels and made brighter or darker, too little to need registering."""
    shift = generator.integers(-LARGEST_SHIFT, LARGEST_SHIFT + 1, 2)
    gain = 1 + generator.uniform(-LARGEST_GAIN, LARGEST_GAIN)
    moved = np.roll(pixels, tuple(shift), axis=(0, 1))
    return np.asarray(cv2.convertScaleAbs(moved, alpha=gain), np.uint8)


def written(folder: Path, count: int, megapixels: float | None) -> Iterator[Path]:
    """``count`` frames as JPEG: those of the stack, then those again, perturbed."""
    sources = sorted(STACK.iterdir())
    generator = np.random.default_rng(23)
    for number in range(count):
        pixels = cv2.imread(str(sources[number % len(sources)]))
        if pixels is None:
            raise FileNotFoundError(f"{STACK} holds no pictures")
        if megapixels is not None:
            factor = (1e6 * megapixels / (pixels.shape[0] * pixels.shape[1])) ** 0.5
            pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        frame = np.asarray(pixels, np.uint8)
        if number >= len(sources):
            frame = perturbed(frame, generator)
        path = folder / f"{number:03d}.jpg"
        cv2.imwrite(str(path), frame, [cv2.IMWRITE_JPEG_QUALITY, 95])
        yield path


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", default="17,102", help="how many, separated by commas")
    parser.add_argument("--methods", default="sesf,learned-decision", help="separated by commas")
    parser.add_argument("--megapixels", type=float, help="reduce the frames to this size")
    parser.add_argument("--align", default="none", help="as for fuse")
    options = parser.parse_args()
    counts = [int(count) for count in options.frames.split(",")]
    print("| method | frames | memory, MB | to the first | processor, s |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [str(path) for path in written(folder, max(counts), options.megapixels)]
        for method in options.methods.split(","):
            first = 0.0
            for count in counts:
                run = measured_run([
                    sys.executable, "-m", "fusion", "fuse", *paths[:count], "--align", options.align,
                    "--method", method, "--device", "cpu", "-o", str(folder / "fused.tif"),
                ])  # fmt: skip
                first = first or run.megabytes
                print(
                    f"| {method} | {count} | {run.megabytes:.0f} | {run.megabytes / first:.2f} "
                    f"| {run.processor:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
