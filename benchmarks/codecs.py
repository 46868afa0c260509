"""JPEG in and out through the libraries at hand: python benchmarks/codecs.py [--megapixels 24]

Seconds by the clock, the median of several runs after one that warms up. All of them stand on
libjpeg-turbo; what differs is the way from its rows to an array. The tables also show whether the pixels
are Pillow's, and how large the file is.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cv2
import imagecodecs
import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.speed import photographs_in
from benchmarks.speed_runs import make_pair
from fusion.photo import Pixels

QUALITY = 95
Image.MAX_IMAGE_PIXELS = None


def readers(content: bytes) -> dict[str, Callable[[], Pixels]]:
    """From the bytes of a file to RGB."""
    raw = np.frombuffer(content, np.uint8)
    return {
        "Pillow": lambda: np.asarray(Image.open(io.BytesIO(content))),
        "imagecodecs": lambda: imagecodecs.jpeg8_decode(content),
        "OpenCV": lambda: np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB), np.uint8),
    }


def writers(pixels: Pixels) -> dict[str, Callable[[], bytes]]:
    """From RGB to the bytes of a file, colour at full size."""
    full = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, *full]

    def pillow(optimize: bool) -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(
            buffer, "JPEG", quality=QUALITY, subsampling="4:4:4", optimize=optimize
        )
        return buffer.getvalue()

    def opencv() -> bytes:
        blue_first = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        return bytes(cv2.imencode(".jpg", blue_first, options)[1])

    return {
        "Pillow, optimised": lambda: pillow(True),
        "Pillow": lambda: pillow(False),
        "imagecodecs": lambda: bytes(imagecodecs.jpeg8_encode(pixels, QUALITY, subsampling="444")),
        "OpenCV": opencv,
    }


def timed(work: Callable[[], object], runs: int) -> float:
    """The median, without the first run."""
    seconds = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--photographs", type=Path, default=SHARED / "large", metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        near, _ = make_pair(Path(folder), options.megapixels, photographs_in(options.photographs))
        content = near.read_bytes()
    print(f"{machine()}, {date.today()}; {options.megapixels:g} megapixels\n")
    print("| reading | s | pixels |\n|---|---|---|")
    pixels = readers(content)["Pillow"]()
    for name, read in readers(content).items():
        same = "Pillow's" if np.array_equal(read(), pixels) else "others"
        print(f"| {name} | {timed(read, options.runs):.2f} | {same} |", flush=True)
    print("\n| writing | s | MB | pixels |\n|---|---|---|---|")
    expected = readers(writers(pixels)["Pillow"]())["Pillow"]()
    for name, write in writers(pixels).items():
        made = write()
        same = "Pillow's" if np.array_equal(readers(made)["Pillow"](), expected) else "others"
        seconds = timed(write, options.runs)
        print(f"| {name} | {seconds:.2f} | {len(made) / 1e6:.1f} | {same} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
