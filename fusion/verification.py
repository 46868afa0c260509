"""Consistency verification of a comparison, with a limit that gives way."""

from __future__ import annotations

from typing import TypeVar

from fusion.backends.base import Backend
from fusion.contracts import ActivityPlan, Context, Frames
from fusion.notes import Note
from fusion.settings import ADAPTIVE

MOST_OVERTURNED = 0.03
"""Share of what was decided confidently that the consistency verification may turn over."""
LOWEST_AREA = 1e-6
"""Share of the picture below which the area limit is 0."""

C = TypeVar("C")
V = TypeVar("V")
L = TypeVar("L")


def verify(
    backend: Backend[C, V, L], compared: C, frames: Frames, plan: ActivityPlan, context: Context
) -> tuple[V, tuple[Note, ...]]:
    """Consistency verification, with a lower area limit where the given one removes too much.

    Parameters
    ----------
    backend, compared, frames, plan, context
        As for ``pipeline.decide_by_activity``, with the backend's comparison of the activity maps.

    Returns
    -------
    verified, notes
        The backend's labels, and a note where the limit was lowered.

    Notes
    -----
    Ma et al., "SESF-Fuse", 2020. Made here: an adaptive limit is halved until at most 3 % of the pixels
    decided with a confidence above 0.9 get another frame, since many small sharp objects would otherwise
    all be removed. Known weakness: a lower limit keeps small wrong regions too.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion import MatchingFrames, find_method
    >>> from fusion.backends.cpu import CpuBackend
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.zeros((16, 16), np.uint8), np.eye(16, dtype=np.uint8) * 255])
    >>> plan, context = ActivityPlan(find_method("sesf").parameters()), Context("cpu", no_progress)
    >>> compared = CpuBackend().compare_activity(frames, plan, no_progress)
    >>> verify(CpuBackend(), compared, frames, plan, context)[1]
    ()
    """
    disk, asked = plan.refinement.disk_radius, plan.refinement.smallest_area
    context.progress("Verifying the decision", 0, 2)
    limit = asked
    verified = backend.verify_consistency(compared, frames, disk, limit)
    context.progress("Verifying the decision", 1, 2)
    adaptive = plan.refinement.area_limit == ADAPTIVE
    while adaptive and limit and backend.overturned_share(compared, verified, frames) > MOST_OVERTURNED:
        limit = limit / 2 if limit / 2 >= LOWEST_AREA else 0.0
        verified = backend.verify_consistency(compared, frames, disk, limit)
        context.progress("Verifying the decision", 1, 2)
    context.progress("Verifying the decision", 2, 2)
    if limit == asked:
        return verified, ()
    note = Note(
        "small-regions-kept",
        "Many small things are sharp, each in its own source: regions were kept from {limit:.2g} % of "
        "the picture on, not from {asked:g} %.",
        limit=100 * limit, asked=100 * asked,
    )  # fmt: skip
    return verified, (note,)
