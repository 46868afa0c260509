"""Strokes that the tests paint."""

from __future__ import annotations

from fusion.retouch.stroke import Brush, FrameSource, Recipe, Retouch, Stroke

SLAB = Recipe("average", frames=(FrameSource(number=0), FrameSource(number=1)))


def frame(number: int) -> FrameSource:
    """A source that is no file."""
    return FrameSource(number=number)


def along(brush: Brush, *points: tuple[float, float, float]) -> Stroke:
    """A stroke through points."""
    return Stroke(points, brush)


def of_every_kind(*numbers: int) -> Retouch:
    """Strokes with every property of a brush, over a picture of 160 × 300; frames by these numbers."""
    first, last = frame(numbers[0]), frame(numbers[-1])
    return Retouch((
        along(Brush(first, 30, hardness=0.3, opacity=0.8, flow=0.5), (20, 40, 1), (250, 90, 0.5)),
        along(Brush(last, 18, snaps=True), (40, 120, 1), (120, 60, 1), (280, 20, 1)),
        along(Brush(first, 14, matches=True, hardness=1), (130.5, 20.25, 1), (150, 150, 1)),
        along(Brush(Recipe("average"), 20, opacity=0.5), (10, 10, 1), (60, 10, 0.25)),
        along(Brush(SLAB, 20), (200, 130, 1)),
        along(Brush(None, 12, flow=0.7), (100, 50, 1), (180, 90, 1)),
        along(Brush(last, 9), (-4, 80, 1), (8, 170, 1)),
        along(Brush(last, 9), (900, 900, 1)),
    ))  # fmt: skip
