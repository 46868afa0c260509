"""From decoded pixels to fused pixels on a graphics card, beside the CPU: python benchmarks/device.py

    python benchmarks/device.py [--megapixels 24] [--runs 10] [--accuracy auto]
        [--device cuda] [--photographs FOLDER]

Two photographs are in memory; the clock runs from there until the fused pixels and the decision are in
memory again, uploads and downloads included. Networks are loaded before, in one run that does not count.
Medians. ``alike`` is the share of pixels for which card and CPU choose the same frame, ``apart`` the
99.9th percentile of how far their fused pixels lie apart, in levels of 255. ``--device cpu`` computes in
torch on the CPU, to see that it works; the program itself does not compute so there.
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
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import decision_of
from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.speed import photographs_in
from benchmarks.speed_runs import make_pair
from fusion import load_photo
from fusion.backends.base import Backend
from fusion.backends.cpu import CpuBackend
from fusion.backends.torch.backend import TorchBackend
from fusion.contracts import ActivityPlan, Context, Outcome, Plan
from fusion.device import device_title, why_no_cuda
from fusion.frames.matching import MatchingFrames
from fusion.methods.multifocus.learned_decision import LearnedDecisionParameters, plan_learned_decision
from fusion.methods.multifocus.sesf import SesfParameters, plan_sesf
from fusion.pipeline import decide_by_activity, decide_by_scores
from fusion.progress import no_progress

PLANS: dict[str, Callable[[str], Plan]] = {
    "sesf": lambda accuracy: plan_sesf(SesfParameters(accuracy=accuracy)),
    "learned-decision": lambda accuracy: plan_learned_decision(
        LearnedDecisionParameters(accuracy=accuracy)
    ),
}
"""By method, from the accuracy."""
MakeBackend = Callable[[], Backend[Any, Any, Any]]


def fuse_with(backend: Backend[Any, Any, Any], frames: MatchingFrames, plan: Plan) -> Outcome:
    """The plan, carried out on a backend."""
    context = Context(backend.device, no_progress)
    if isinstance(plan, ActivityPlan):
        return decide_by_activity(backend, frames, plan, context)
    return decide_by_scores(backend, frames, plan, context)


@dataclass(frozen=True)
class Measured:
    """Seconds of each run, the most bytes that tensors took on the card, and what came out."""

    seconds: list[float]
    peak_bytes: int
    outcome: Outcome


def measure(
    make_backend: MakeBackend, frames: MatchingFrames, plan: Plan, device: str, runs: int
) -> Measured:
    """So many runs, each on a new backend, after one that does not count."""
    outcome = fuse_with(make_backend(), frames, plan)
    on_card = device.startswith("cuda")
    if on_card:
        import torch

        torch.cuda.reset_peak_memory_stats(device)
    seconds = []
    for _ in range(runs):
        del outcome
        begun = time.perf_counter()
        outcome = fuse_with(make_backend(), frames, plan)  # in memory: nothing is still under way
        seconds.append(time.perf_counter() - begun)
    peak = torch.cuda.max_memory_allocated(device) if on_card else 0
    return Measured(seconds, peak, outcome)


def row(method: str, device: Measured, cpu: Measured) -> str:
    """A line of the table."""
    on_device, on_cpu = (statistics.median(measured.seconds) for measured in (device, cpu))
    alike = np.mean(decision_of(device.outcome).labels == decision_of(cpu.outcome).labels)
    pixels = (measured.outcome.pixels.astype(np.float32) for measured in (device, cpu))
    apart = np.percentile(np.abs(np.subtract(*pixels)), 99.9)
    return (
        f"| {method} | {1000 * on_device:.1f} | {1000 * on_cpu:.0f} | {on_cpu / on_device:.1f} "
        f"| {device.peak_bytes / 1e9:.2f} | {100 * alike:.3f} % | {apart:.0f} |"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=24, help="of each source")
    parser.add_argument("--runs", type=int, default=10, help="runs that count, after one that does not")
    parser.add_argument("--accuracy", choices=("auto", "exact"), default="auto")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:1 …, or cpu to try torch there")
    parser.add_argument("--photographs", type=Path, default=SHARED / "large", metavar="FOLDER")
    options = parser.parse_args(arguments)
    reason = why_no_cuda() if options.device.startswith("cuda") else None
    if reason:
        print(f"there is nothing to measure: {reason}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="parfocal-device-") as folder:
        files = make_pair(Path(folder), options.megapixels, photographs_in(options.photographs))
        frames = MatchingFrames([load_photo(path) for path in files])
    size = f"{frames.shape[1]} × {frames.shape[0]}"
    print(f"{device_title(options.device)}; {machine()}; {size} pixels, {date.today()}\n")
    print("| method | device ms | CPU ms | times faster | peak GB | alike | apart |")
    print("|---|---|---|---|---|---|---|")
    for method, plan_of in PLANS.items():
        plan = plan_of(options.accuracy)
        on_device = measure(
            lambda: TorchBackend(options.device), frames, plan, options.device, options.runs
        )
        on_cpu = measure(CpuBackend, frames, plan, "cpu", options.runs)
        print(row(method, on_device, on_cpu), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
