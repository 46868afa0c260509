"""How long the encoder takes on the CPU by tile side: python benchmarks/tiles.py [--megapixels 2]

Processor seconds beside seconds by the clock; on a busy machine compare the former.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.sesf.torch_runtime import TorchEncoderRuntime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=2.0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    side = round((options.megapixels * 1e6) ** 0.5)
    picture = np.random.default_rng(1).random((side, side), dtype=np.float32)
    print("| attention | tile | processor s | clock s | µs of processor a pixel |")
    print("|---|---|---|---|---|")
    for attention in ("cse", "sse"):
        for tile in (64, 96, 128, 192, 256, 512):
            runtime = TorchEncoderRuntime.load(f"sesf-{attention}")
            runtime.tile = tile
            processor, clock = [], []
            for _ in range(options.runs):
                begun, begun_processor = time.perf_counter(), time.process_time()
                runtime.gradient_energy(picture)
                clock.append(time.perf_counter() - begun)
                processor.append(time.process_time() - begun_processor)
            used = statistics.median(processor)
            print(
                f"| {attention} | {tile} | {used:.2f} | {statistics.median(clock):.2f} "
                f"| {used / picture.size * 1e6:.2f} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
