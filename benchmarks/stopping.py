"""How soon each method stops when it is no longer wanted.

``python -m benchmarks.stopping [--methods sesf …] [--megapixels 3]`` fuses a made pair whole, then seven
times until a moment between a tenth and nine tenths of that time, and prints the longest wait from that
moment until the method has ended.
"""

from __future__ import annotations

import argparse
import sys
import time

import cv2
import numpy as np

from benchmarks.machine import machine
from fusion import FusionSettings, fuse, methods
from fusion.photo import Pixels
from fusion.progress import Cancelled

MOMENTS = np.linspace(0.1, 0.9, 7)


def made_pair(megapixels: float) -> list[Pixels]:
    """Two pictures of noise, each sharp in one half."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    noise = np.random.default_rng(0).integers(0, 255, (height, height * 4 // 3, 3), np.uint8)
    sharp = np.asarray(cv2.GaussianBlur(noise, (0, 0), 1), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 4), np.uint8)
    middle = sharp.shape[1] // 2
    one, other = blurred.copy(), sharp.copy()
    one[:, :middle], other[:, :middle] = sharp[:, :middle], blurred[:, :middle]
    return [one, other]


def wait_after(pair: list[Pixels], method: str, seconds: float) -> float:
    """Seconds from the moment at which the fusion is no longer wanted until it has ended."""
    moment = time.perf_counter() + seconds

    def stop(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        if time.perf_counter() > moment:
            raise Cancelled

    try:
        fuse(pair, FusionSettings(method, device="cpu"), stop)
    except Cancelled:
        return time.perf_counter() - moment
    return 0.0  # it had ended before


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=list(methods()))
    parser.add_argument("--megapixels", type=float, default=3.0)
    options = parser.parse_args()
    pair = made_pair(options.megapixels)
    print(f"{machine()}; {options.megapixels:g} megapixels\n")
    print("| method | whole, s | longest wait, s |")
    print("|---|---:|---:|")
    for name in options.methods:
        begun = time.perf_counter()
        fuse(pair, FusionSettings(name, device="cpu"))
        whole = time.perf_counter() - begun
        longest = max(wait_after(pair, name, whole * float(share)) for share in MOMENTS)
        print(f"| `{name}` | {whole:.1f} | {longest:.2f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
