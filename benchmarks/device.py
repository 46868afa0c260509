"""From decoded pixels to fused pixels on a graphics card, beside the CPU: python benchmarks/device.py

    python benchmarks/device.py [--megapixels 24] [--runs 10] [--accuracy auto]
        [--device cuda] [--photographs FOLDER]

Two photographs are in memory; the clock runs from there until the fused pixels and the decision are in
memory again, uploads and downloads included. Networks are loaded before, in one run that does not count.
Medians. ``alike`` is the share of pixels for which card and CPU choose the same frame, ``apart`` the
99.9th percentile of how far their fused pixels lie apart, in levels of 255. ``--device cpu`` takes the
same road on torch's CPU, to see that it works; it is not the road that the program takes there.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.speed import photographs_in
from benchmarks.speed_runs import make_pair
from fusion import Photo, load_photo
from fusion.device import device_title, why_no_cuda
from fusion.methods.multifocus import learned_decision, sesf
from fusion.progress import no_progress
from fusion.registry import Outcome

Road = Callable[[list[Photo], str, str], Outcome]
"""Photos, device and accuracy to the outcome."""


def sesf_there(photos: list[Photo], device: str, accuracy: str) -> Outcome:
    return sesf.fuse_there(photos, sesf.SesfParameters(accuracy=accuracy), device, no_progress)


def sesf_by_tiles(photos: list[Photo], device: str, accuracy: str) -> Outcome:
    parameters = sesf.SesfParameters(accuracy=accuracy)
    return sesf.fuse_a_tile_at_a_time(photos, parameters, device, no_progress)


def learned_there(photos: list[Photo], device: str, accuracy: str) -> Outcome:
    parameters = learned_decision.LearnedDecisionParameters(accuracy=accuracy)
    return learned_decision.fuse_there(photos, parameters, device, no_progress)


def learned_by_tiles(photos: list[Photo], device: str, accuracy: str) -> Outcome:
    parameters = learned_decision.LearnedDecisionParameters(accuracy=accuracy)
    return learned_decision.fuse_a_tile_at_a_time(photos, parameters, device, no_progress)


ROADS: dict[str, tuple[Road, Road]] = {
    "sesf": (sesf_there, sesf_by_tiles),
    "learned-decision": (learned_there, learned_by_tiles),
}
"""By method: all of it on the device, and as the program does it on the CPU."""


@dataclass(frozen=True)
class Measured:
    """Seconds of each run, the most bytes that tensors took on the card, and what came out."""

    seconds: list[float]
    peak_bytes: int
    outcome: Outcome


def measure(road: Road, photos: list[Photo], device: str, accuracy: str, runs: int) -> Measured:
    """So many runs, after one that does not count."""
    outcome = road(photos, device, accuracy)
    on_card = device.startswith("cuda")
    if on_card:
        import torch

        torch.cuda.reset_peak_memory_stats(device)
    seconds = []
    for _ in range(runs):
        del outcome
        begun = time.perf_counter()
        outcome = road(photos, device, accuracy)  # it is in memory: nothing is still under way
        seconds.append(time.perf_counter() - begun)
    peak = torch.cuda.max_memory_allocated(device) if on_card else 0
    return Measured(seconds, peak, outcome)


def row(method: str, device: Measured, cpu: Measured) -> str:
    """A line of the table."""
    there, here = (statistics.median(measured.seconds) for measured in (device, cpu))
    alike = np.mean(device.outcome.decision.labels == cpu.outcome.decision.labels)
    pixels = (measured.outcome.pixels.astype(np.float32) for measured in (device, cpu))
    apart = np.percentile(np.abs(np.subtract(*pixels)), 99.9)
    return (
        f"| {method} | {1000 * there:.1f} | {1000 * here:.0f} | {here / there:.1f} "
        f"| {device.peak_bytes / 1e9:.2f} | {100 * alike:.3f} % | {apart:.0f} |"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=24, help="of each source")
    parser.add_argument("--runs", type=int, default=10, help="runs that count, after one that does not")
    parser.add_argument("--accuracy", choices=("auto", "exact"), default="auto")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:1 …, or cpu to try the road out")
    parser.add_argument("--photographs", type=Path, default=SHARED / "large", metavar="FOLDER")
    options = parser.parse_args(arguments)
    reason = why_no_cuda() if options.device.startswith("cuda") else None
    if reason:
        print(f"there is nothing to measure: {reason}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="parfocal-device-") as folder:
        files = make_pair(Path(folder), options.megapixels, photographs_in(options.photographs))
        photos = [load_photo(path) for path in files]
    size = f"{photos[0].width} × {photos[0].height}"
    print(f"{device_title(options.device)}; {machine()}; {size} pixels, {date.today()}\n")
    print("| method | device ms | CPU ms | times faster | peak GB | alike | apart |")
    print("|---|---|---|---|---|---|---|")
    for method, (there, by_tiles) in ROADS.items():
        on_device = measure(there, photos, options.device, options.accuracy, options.runs)
        on_cpu = measure(by_tiles, photos, "cpu", options.accuracy, options.runs)
        print(row(method, on_device, on_cpu), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
