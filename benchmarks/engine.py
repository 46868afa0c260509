"""How fast the networks' graphs are by tile, precision, streams and threads: python benchmarks/engine.py

Nanoseconds by the clock for each pixel that comes out (surroundings count as work, not as output), of a
pair for the decision network, of one picture for the encoder. *2 x 1* are two tiles side by side, one
thread each; *1 x 2* is one tile at a time on two threads. With ``--processor`` processor time is shown
instead, which other work on the machine disturbs less. Then how long it takes to import OpenVINO, and to
build and compile each graph.
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

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from models.decision.dimensions import HALO as DECISION_HALO
from models.decision.openvino_graph import decision_graph
from models.decision.openvino_runtime import FAST_HALO
from models.decision.weights import decision_state
from models.running import openvino_compiler
from models.running.openvino_compiler import Precision
from models.sesf.dimensions import HALO
from models.sesf.openvino_graph import EncoderGraphs
from models.sesf.weights import encoder_state

USES = {"1 x 1": (1, 1), "1 x 2": (1, 2), "2 x 1": (2, 2)}
"""Streams, and threads of all of them together."""
PRECISIONS: tuple[Precision, ...] = ("float32", "bfloat16")
ENCODER_SIDES = (64, 128, 192, 256, 512)
DECISION_SIDES = (256, 384, 512, 768)


def compiled(graph: Any, precision: Precision, streams: int, threads: int) -> Any:
    """The graph for so many streams and threads."""
    return openvino_compiler.core().compile_model(
        graph,
        "CPU",
        {
            "INFERENCE_PRECISION_HINT": {"float32": "f32", "bfloat16": "bf16"}[precision],
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": threads,
        },
    )


def seconds_a_tile(model: Any, streams: int, runs: int, clock: Callable[[], float]) -> float:
    """Median over ``runs`` of the time for a tile when all streams are busy."""
    random = np.random.default_rng(1)
    inputs = [random.random(port.shape, dtype=np.float32) for port in model.inputs]
    requests = [model.create_infer_request() for _ in range(streams)]
    found = []
    for _ in range(runs + 1):
        begun = clock()
        for request in requests:
            request.start_async(inputs)
        for request in requests:
            request.wait()
        found.append((clock() - begun) / streams)
    return statistics.median(found[1:])


def table(
    title: str,
    sides: tuple[int, ...],
    graph: Callable[[int], Any],
    halos: dict[Precision, int],
    runs: int,
    clock: Callable[[], float],
) -> None:
    """Print nanoseconds for each pixel that comes out."""
    print(f"\n**{title}**\n\n| sees | gives | precision | " + " | ".join(USES) + " |")
    print("|---" * (3 + len(USES)) + "|")
    for side in sides:
        for precision in PRECISIONS:
            inner = side - 2 * halos[precision]
            if inner <= 0:
                continue
            cells = [
                seconds_a_tile(compiled(graph(side), precision, *use), use[0], runs, clock)
                / inner**2
                * 1e9
                for use in USES.values()
            ]
            values = " | ".join(f"{value:.0f}" for value in cells)
            print(f"| {side} | {inner} | {precision} | {values} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--processor", action="store_true", help="processor time, not the clock's")
    options = parser.parse_args()
    clock = time.process_time if options.processor else time.perf_counter
    begun = clock()
    if not openvino_compiler.is_available():
        print("error: OpenVINO is not installed", file=sys.stderr)
        return 1
    imported = clock() - begun
    unit = "processor time" if options.processor else "the clock's time"
    print(f"`python benchmarks/engine.py`, {unit}, {date.today()}, {machine()}")
    encoder = EncoderGraphs(*encoder_state("sesf-cse"))
    decision = decision_state("learned-decision")
    makers = {
        "encoder": lambda side: encoder.gradient_energy(side, side),
        "decision": lambda side: decision_graph(decision, 2, side, side),
    }
    sides = tuple(side + 2 * HALO for side in ENCODER_SIDES)
    table(
        "Encoder, gradients and sum over the channels (cse)", sides, makers["encoder"],
        dict.fromkeys(PRECISIONS, HALO), options.runs, clock,
    )  # fmt: skip
    table(
        "Decision network, a pair", DECISION_SIDES, makers["decision"],
        {"float32": DECISION_HALO, "bfloat16": FAST_HALO}, options.runs, clock,
    )  # fmt: skip
    print(f"\nImporting OpenVINO and starting it: {imported:.2f} s. Building and compiling:", end="")
    for name, side in (("encoder", 192 + 2 * HALO), ("decision", 384)):
        begun = clock()
        openvino_compiler.compile_graph(makers[name](side), openvino_compiler.fastest_precision())
        print(f" {name} {clock() - begun:.2f} s.", end="")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
