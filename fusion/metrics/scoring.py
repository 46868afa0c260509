"""Many metrics of one result at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise

from fusion.errors import FusionError
from fusion.metrics.arrays import Grey, Pulse, check_sizes, to_grey
from fusion.metrics.catalogue import METRICS, Metric
from fusion.photo import Pixels
from fusion.progress import Progress, no_progress


def score(
    sources: Sequence[Pixels],
    fused: Pixels,
    reference: Pixels | None = None,
    keys: Iterable[str] | None = None,
    frame: int = 0,
    progress: Progress | None = None,
) -> dict[str, float]:
    """Measure a fused picture by several metrics.

    Parameters
    ----------
    sources
        Two or more, in the order of their depth; (H, W) grey or (H, W, 3) RGB; uint8, uint16, or
        float32 in [0, 1]. Of more than two, the metrics of two sources are the mean over neighbouring
        pairs, which is our choice and not their authors'.
    fused
        The result, of the same height and width.
    reference
        The ground truth, if there is one.
    keys
        Which of ``METRICS``; if None, all that the given pictures and their size allow.
    frame
        Pixels left out on each side by the metrics against the reference.
    progress
        Called with each metric's key, again and again for the slow ones; raising ``Cancelled`` from
        it stops.

    Returns
    -------
    dict
        Value by key.

    Raises
    ------
    FusionError
        For pictures that differ in size or are too small, an unknown key, or a key whose pictures are
        missing.
    """
    check_sizes(fused, *sources, *([] if reference is None else [reference]))
    metrics = _wanted(keys, bool(sources), reference is not None)
    if keys is None:
        shortest = min(fused.shape[:2])
        metrics = [metric for metric in metrics if metric.smallest <= _left(metric, shortest, frame)]
    report = progress or no_progress
    greys = [to_grey(source) for source in sources] if _any_needs(metrics, "sources") else []
    grey_fused = to_grey(fused)
    values: dict[str, float] = {}
    for done, metric in enumerate(metrics):
        report(metric.key, done, len(metrics))
        if metric.needs == "reference":
            assert reference is not None
            values[metric.key] = metric.function(_inside(fused, frame), _inside(reference, frame))
        elif metric.needs == "fused":
            values[metric.key] = metric.function(grey_fused)
        else:
            pulse = partial(report, metric.key, done, len(metrics))
            values[metric.key] = _mean_over_pairs(metric, greys, grey_fused, pulse)
    report("measured", len(metrics), len(metrics))
    return values


def _wanted(keys: Iterable[str] | None, sources: bool, reference: bool) -> list[Metric]:
    """The metrics that ``keys`` name, or all that can be had."""
    given = {"fused": True, "sources": sources, "reference": reference}
    if keys is None:
        return [metric for metric in METRICS.values() if given[metric.needs]]
    wanted = list(keys)
    for key in wanted:
        if key not in METRICS:
            raise FusionError(f"there is no metric {key!r}; there are {', '.join(METRICS)}")
        needs = METRICS[key].needs
        if not given[needs]:
            raise FusionError(f"the metric {key} needs the {needs}; give it or leave {key} out")
    return [METRICS[key] for key in wanted]


def _left(metric: Metric, side: int, frame: int) -> int:
    """Pixels of a side that the metric gets to see."""
    return side - 2 * frame if metric.needs == "reference" else side


def _any_needs(metrics: list[Metric], what: str) -> bool:
    return any(metric.needs == what for metric in metrics)


def _mean_over_pairs(metric: Metric, greys: list[Grey], fused: Grey, pulse: Pulse) -> float:
    if len(greys) < 2:
        raise FusionError(f"the metric {metric.key} compares with two sources at least; add another one")
    pulses = (pulse,) if metric.is_slow else ()
    values = [metric.function(first, second, fused, *pulses) for first, second in pairwise(greys)]
    return sum(values) / len(values)


def _inside(pixels: Pixels, frame: int) -> Pixels:
    """``pixels`` without ``frame`` pixels on each side."""
    h, w = pixels.shape[:2]
    if frame < 0 or 2 * frame >= min(h, w):
        raise FusionError(f"a frame of {frame} pixels leaves nothing of {w} × {h}; take a smaller one")
    return pixels[frame : h - frame, frame : w - frame]
