"""The curve of a training, from its ``log.csv``, as a small SVG."""

from __future__ import annotations

import csv
import math
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP = 420, 220, 56, 28
COLOURS = ("#0b62a4", "#c4511b", "#00785a", "#a3367c", "#7a6200", "#5b4bb5", "#3d6b7d", "#333333")
SMALLEST = 1e-5


def read_log(log: Path) -> tuple[list[int], dict[str, list[float]]]:
    """Steps, and each part of the loss at them."""
    with log.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("step", "seconds")] if rows else []
    return (
        [int(row["step"]) for row in rows],
        {name: [float(row[name]) for row in rows] for name in names},
    )


def curve(log: Path, title: str) -> str:
    """The parts of the loss over the steps, on a logarithmic scale.

    Raises ``ValueError`` where the training logged fewer than two lines.
    """
    steps, parts = read_log(log)
    if len(steps) < 2:
        raise ValueError(f"{log} has fewer than two lines; train for longer")
    values = [max(value, SMALLEST) for part in parts.values() for value in part]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    right, bottom = LEFT + WIDTH, TOP + HEIGHT

    def place(step: int, value: float) -> str:
        x = LEFT + WIDTH * step / steps[-1]
        y = bottom - HEIGHT * (math.log10(max(value, SMALLEST)) - low) / max(high - low, 1)
        return f"{x:.1f},{y:.1f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 130} {bottom + 36}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{right + 130}" height="{bottom + 36}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" fill="#555">{escape(title)}</text>',
        f'<path d="M{LEFT},{TOP}V{bottom}H{right}" stroke="#333" fill="none"/>',
        f'<text x="{right}" y="{bottom + 30}" text-anchor="end">steps</text>',
    ]
    for power in range(low, high + 1):
        y = bottom - HEIGHT * (power - low) / max(high - low, 1)
        lines.append(f'<path d="M{LEFT},{y:.1f}H{right}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for step in (steps[-1] // 2, steps[-1]):
        x = LEFT + WIDTH * step / steps[-1]
        lines.append(f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{step}</text>')
    for number, (name, part) in enumerate(parts.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(place(step, value) for step, value in zip(steps, part, strict=True))
        lines.append(f'<polyline points="{points}" stroke="{colour}" stroke-width="2" fill="none"/>')
        y = TOP + 14 + 18 * number
        lines.append(f'<text x="{right + 8}" y="{y}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*lines, "</svg>\n"])
