"""The plot of speed: time and memory over the size of the pictures, as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

from benchmarks.speed_runs import Case, Run

WIDTH, HEIGHT, MARGIN, GAP = 360, 320, 56, 70
Kind = tuple[str, int]
"""A program and a number of cores."""
COLOURS = ("#333333", "#0b62a4", "#c4511b", "#00785a", "#a3367c", "#7a6200", "#5b4bb5", "#3d6b7d")


def plot(medians: dict[Case, Run], title: str) -> str:
    """Two panels with logarithmic axes: a straight line of slope 1 is growth in proportion."""
    kinds = kinds_of(medians)
    whole = 2 * WIDTH + GAP + 2 * MARGIN
    tall = HEIGHT + 2 * MARGIN + 20 * len(kinds)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {tall}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{whole}" height="{tall}" fill="#fff"/>',
        *panel(MARGIN, "seconds", medians, lambda run: run.seconds),
        *panel(MARGIN + WIDTH + GAP, "memory, MB", medians, lambda run: run.megabytes),
    ]
    for number, (program, threads) in enumerate(kinds):
        y = HEIGHT + 2 * MARGIN + 20 * number - 16
        name = f"{program}, {threads} core{'s' if threads > 1 else ''}"
        parts.append(f'<path d="M{MARGIN},{y - 4}h24" {stroke_of((program, threads), kinds)}/>')
        parts.append(f'<text x="{MARGIN + 32}" y="{y}">{escape(name)}</text>')
    parts.append(f'<text x="{MARGIN}" y="20" fill="#555">{escape(title)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def panel(
    left: float, name: str, medians: dict[Case, Run], value: Callable[[Run], float]
) -> list[str]:
    """One pair of axes and a line for each program and number of cores; results as JPEG."""
    shown = {case: value(run) for case, run in medians.items() if case.ending == "jpg"}
    if not shown:
        return []
    across = scale([case.megapixels for case in shown], left, left + WIDTH)
    up = scale(list(shown.values()), MARGIN + HEIGHT, MARGIN)
    top, bottom, right = MARGIN, MARGIN + HEIGHT, left + WIDTH
    parts = [f'<path d="M{left},{top}V{bottom}H{right}" stroke="#333" fill="none"/>']
    for size in sorted({case.megapixels for case in shown}):
        x = across(size)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{size:g}</text>')
    for mark in marks(min(shown.values()), max(shown.values())):
        y = up(mark)
        parts.append(f'<path d="M{left},{y:.1f}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{mark:g}</text>')
    parts.append(f'<text x="{left}" y="{top - 12}">{name}</text>')
    parts.append(f'<text x="{right}" y="{bottom + 32}" text-anchor="end">megapixels</text>')
    kinds = kinds_of(medians)
    for kind in kinds:
        places = sorted(
            (case.megapixels, shown[case]) for case in shown if (case.program, case.threads) == kind
        )
        points = [(across(size), up(height)) for size, height in places]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        colour = colour_of(kind, kinds)
        parts.append(f'<polyline points="{line}" {stroke_of(kind, kinds)}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    return parts


def kinds_of(medians: dict[Case, Run]) -> list[Kind]:
    """What has a line of its own."""
    return list(dict.fromkeys((case.program, case.threads) for case in medians))


def colour_of(kind: Kind, kinds: list[Kind]) -> str:
    """Each program has its colour."""
    programs = list(dict.fromkeys(program for program, _ in kinds))
    return COLOURS[programs.index(kind[0]) % len(COLOURS)]


def stroke_of(kind: Kind, kinds: list[Kind]) -> str:
    """The line of a program; dashed with fewer cores than the most."""
    dashes = "" if kind[1] == max(threads for _, threads in kinds) else ' stroke-dasharray="5 4"'
    return f'stroke="{colour_of(kind, kinds)}" stroke-width="2" fill="none"{dashes}'


def scale(values: list[float], begin: float, end: float) -> Callable[[float], float]:
    """From a value to its place on a logarithmic axis with some room at both ends."""
    low, high = math.log(min(values)), math.log(max(values))
    room = max(0.06 * (high - low), 0.1)
    low, high = low - room, high + room
    return lambda value: begin + (math.log(value) - low) / (high - low) * (end - begin)


def marks(low: float, high: float) -> list[float]:
    """1, 2, 5, 10, 20 … from ``low`` to ``high``."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (factor * 10.0**power for power in powers for factor in (1, 2, 5))
    return [step for step in steps if low <= step <= high]
