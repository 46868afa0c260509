"""The table of speed: a row for each size and program, and how time and memory grow."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.enfuse import PROGRAM
from benchmarks.speed_runs import Case, Run

LEAST = 6.0
"""Growth is shown from so many megapixels on; below, starting the program is most of the time."""


def table(medians: dict[Case, Run], title: str) -> str:
    """Markdown: seconds, processor seconds, times enfuse, and peak memory."""
    lines = [
        title, "",
        "| megapixels | result | cores | program | s | processor s | × enfuse | MB |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for case in sorted(medians, key=lambda case: (case.megapixels, case.ending, case.threads)):
        run = medians[case]
        beside = medians.get(Case(PROGRAM, case.megapixels, case.ending, case.threads))
        ratio = f"{run.seconds / beside.seconds:.2f}" if beside else "–"
        lines.append(
            f"| {case.megapixels:g} | {case.ending} | {case.threads} | {case.program} "
            f"| {run.seconds:.2f} | {run.processor:.2f} | {ratio} | {run.megabytes:.0f} |"
        )
    rows = growth(medians)
    if rows:
        lines += [
            "",
            f"Growth with the number of pixels, from {LEAST:g} megapixels on: time and memory are about "
            "pixels to the power of",
            "",
            "| program | result | cores | time | memory |", "|---|---|---|---|---|",
            *rows,
        ]  # fmt: skip
    return "\n".join(lines)


def growth(medians: dict[Case, Run]) -> list[str]:
    """A row for each program that was measured at two sizes or more."""
    kinds = dict.fromkeys((case.program, case.ending, case.threads) for case in medians)
    rows = []
    for kind in kinds:
        runs = [
            (case.megapixels, run)
            for case, run in medians.items()
            if (case.program, case.ending, case.threads) == kind and case.megapixels >= LEAST
        ]
        if len(runs) < 2:
            continue
        sizes = [size for size, _ in runs]
        time = exponent(sizes, [run.seconds for _, run in runs])
        memory = exponent(sizes, [run.megabytes for _, run in runs])
        rows.append(f"| {kind[0]} | {kind[1]} | {kind[2]} | {time:.2f} | {memory:.2f} |")
    return rows


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the straight line through the logarithms, by least squares."""
    across, up = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    spread = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread
