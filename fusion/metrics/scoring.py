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
    crop_border: int = 0,
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
    crop_border
        Pixels left out on each side by the metrics against the reference.
    progress
        Called with each metric's key, again and again for the slow ones; raising ``Cancelled`` from
        it stops.

    Returns
    -------
    dict
        Value by key, in the order of ``keys`` or of ``METRICS``. Units and range are the metric's own
        (``METRICS[key].range``); PSNR of equal pictures is infinite.

    Raises
    ------
    FusionError
        For pictures that differ in size or are too small, an unknown key, or a key whose pictures are
        missing; for a border that leaves nothing.
    Cancelled
        If ``progress`` raises it.

    Notes
    -----
    No metric sees everything: read ``METRICS[key].blind_to`` beside each value, and compare only results
    of the same sources and size.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics import score
    >>> near = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> far = np.full_like(near, 105)
    >>> score([near, far], near, reference=near, keys=["SF", "PSNR_reference"])
    {'SF': 260.1682148149539, 'PSNR_reference': inf}
    """
    check_sizes(fused, *sources, *([] if reference is None else [reference]))
    metrics = _wanted(keys, bool(sources), reference is not None)
    if keys is None:
        shortest = min(fused.shape[:2])
        metrics = [m for m in metrics if m.smallest <= _measured_side(m, shortest, crop_border)]
    report = progress or no_progress
    greys = [to_grey(source) for source in sources] if _any_needs(metrics, "sources") else []
    grey_fused = to_grey(fused)
    values: dict[str, float] = {}
    for done, metric in enumerate(metrics):
        report(metric.key, done, len(metrics))
        if metric.needs == "reference":
            assert reference is not None
            pair = (_cropped(fused, crop_border), _cropped(reference, crop_border))
            values[metric.key] = metric.function(*pair)
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
            raise FusionError(
                "unknown-metric", "there is no metric {name!r}; there are {known}",
                name=key, known=", ".join(METRICS),
            )  # fmt: skip
        needs = METRICS[key].needs
        if not given[needs]:
            raise _lacking(key, needs)
    return [METRICS[key] for key in wanted]


def _lacking(key: str, needs: str) -> FusionError:
    if needs == "sources":
        return FusionError(
            "metric-needs-sources",
            "the metric {metric} needs the sources; give it or leave {metric} out",
            metric=key,
        )
    return FusionError(
        "metric-needs-reference",
        "the metric {metric} needs the reference; give it or leave {metric} out",
        metric=key,
    )


def _measured_side(metric: Metric, side: int, crop_border: int) -> int:
    """Length in pixels of a side as the metric gets it."""
    return side - 2 * crop_border if metric.needs == "reference" else side


def _any_needs(metrics: list[Metric], what: str) -> bool:
    return any(metric.needs == what for metric in metrics)


def _mean_over_pairs(metric: Metric, greys: list[Grey], fused: Grey, pulse: Pulse) -> float:
    if len(greys) < 2:
        raise FusionError(
            "metric-needs-two-sources",
            "the metric {metric} compares with two sources at least; add another one",
            metric=metric.key,
        )
    pulses = (pulse,) if metric.is_slow else ()
    values = [metric.function(first, second, fused, *pulses) for first, second in pairwise(greys)]
    return sum(values) / len(values)


def _cropped(pixels: Pixels, border: int) -> Pixels:
    """``pixels`` without ``border`` pixels on each side."""
    h, w = pixels.shape[:2]
    if border < 0 or 2 * border >= min(h, w):
        raise FusionError(
            "border-too-wide",
            "a border of {border} pixels leaves nothing of {width} × {height}; take a smaller one",
            border=border, width=w, height=h,
        )  # fmt: skip
    return pixels[border : h - border, border : w - border]
