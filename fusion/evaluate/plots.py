"""Plots as SVG text: a metric's value of each picture and contender."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 900, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 44
SHAPES = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "M-4,-4h8v8h-8z",
    "M0,-5L5,4H-5z",
    "M0,-5.5L5.5,0L0,5.5L-5.5,0z",
)
"""Disk, square, triangle, diamond: contenders differ by shape as well as by colour."""
COLOURS = 8


def marker(number: int, x: float = 0, y: float = 0, title: str = "") -> str:
    """The mark of the contender ``number``, with what a pointer resting on it reads."""
    inside = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<path class="c{number % COLOURS}" transform="translate({x:.1f},{y:.1f})" '
        f'd="{SHAPES[number % len(SHAPES)]}">{inside}</path>'
    )


def legend(labels: Sequence[str]) -> str:
    """Mark and name of each contender."""
    items = (
        f'<span class="key"><svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">'
        f"{marker(number)}</svg>{escape(label)}</span>"
        for number, label in enumerate(labels)
    )
    return f'<p class="legend">{"".join(items)}</p>'


def dot_plot(
    name: str, images: Sequence[str], values: Mapping[str, Sequence[float]]
) -> str:
    """Pictures from left to right, values upwards; infinite and missing values have no mark."""
    numbers = [value for column in values.values() for value in column if math.isfinite(value)]
    if not numbers:
        return ""
    marks = ticks(min(numbers), max(numbers))
    low, high = min(marks[0], *numbers), max(marks[-1], *numbers)
    step = (WIDTH - LEFT - RIGHT) / max(len(images), 1)

    def height(value: float) -> float:
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(name)} of each picture">'
    ]
    for tick, written in zip(marks, tick_texts(marks), strict=True):
        y = height(tick)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="left" x="{LEFT - 6}" y="{y + 4:.1f}">{written}</text>')
    every = math.ceil(len(images) / 40)
    for place, image in enumerate(images):
        if place % every == 0:
            x = LEFT + (place + 0.5) * step
            shown = image if len(image) <= 10 else image[:9] + "…"
            parts.append(
                f'<text class="below" transform="translate({x:.1f},{HEIGHT - BOTTOM + 14}) '
                f'rotate(-30)">{escape(shown)}</text>'
            )
    spread = min(step * 0.5, 14 * len(values)) / max(len(values), 1)
    for number, (label, column) in enumerate(values.items()):
        shift = (number - (len(values) - 1) / 2) * spread
        for place, value in enumerate(column):
            if math.isfinite(value):
                x = LEFT + (place + 0.5) * step + shift
                title = f"{images[place]}, {label}: {value:.6g}"
                parts.append(marker(number, x, height(value), title))
    return "".join([*parts, "</svg>"])


def tick_texts(marks: Sequence[float]) -> list[str]:
    """The numbers with equally many digits after the point."""
    texts = [f"{mark:.6g}" for mark in marks]
    if any("e" in text for text in texts):
        return texts
    digits = max(len(text.partition(".")[2]) for text in texts)
    return [f"{mark:.{digits}f}" for mark in marks]


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers around low to high, two at least."""
    if high <= low:
        room = abs(low) * 0.05 or 1.0
        low, high = low - room, high + room
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]
