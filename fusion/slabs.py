"""Slabs: a long stack in groups of consecutive frames, each fused, and their results fused again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fusion.contracts import Frames, Outcome
from fusion.errors import FusionError
from fusion.frames.distinct import SomeFrames
from fusion.frames.store import FrameStore
from fusion.notes import Note
from fusion.photo import Photo
from fusion.progress import Progress
from fusion.settings import SlabParameters

FuseFrames = Callable[[Frames], Outcome]
SaveSlab = Callable[[int, Photo], None]
"""Is given the number of a slab, from 1, and its result."""


def slabs_of(count: int, size: int, overlap: int) -> list[range]:
    """The frames of each slab.

    Parameters
    ----------
    count
        How many frames there are, at least one.
    size
        Frames of a slab, at least 2; the last may have fewer, but more than the overlap.
    overlap
        Frames that a slab shares with the next one; fewer than ``size``.

    Returns
    -------
    list of range
        Numbers from 0. Every frame is in one slab at least.

    Raises
    ------
    FusionError
        For a size below 2, and an overlap that is negative or not smaller than the size.

    Examples
    --------
    >>> slabs_of(10, 5, 2)
    [range(0, 5), range(3, 8), range(6, 10)]
    >>> slabs_of(3, 5, 2)
    [range(0, 3)]
    """
    if size < 2 or not 0 <= overlap < size:
        raise FusionError(
            "impossible-slabs",
            "slabs of {size} frames cannot overlap by {overlap}; take 2 frames or more, and an overlap "
            "from 0 to one less than that",
            size=size, overlap=overlap,
        )  # fmt: skip
    step, last = size - overlap, max(count - overlap, 1)
    return [range(first, min(first + size, count)) for first in range(0, last, step)]


def wanted_slabs(parameters: SlabParameters, count: int) -> list[range]:
    """The slabs of ``count`` frames; none where all frames are to be fused at once."""
    if not parameters.size or count <= parameters.size:
        return []
    return slabs_of(count, parameters.size, parameters.overlap)


def fuse_in_slabs(
    frames: Frames,
    slabs: Sequence[range],
    fuse: FuseFrames,
    progress: Progress,
    save: SaveSlab | None = None,
) -> Outcome:
    """Fuse each slab, and then the slabs' results.

    Parameters
    ----------
    frames
        Registered.
    slabs
        The frames of each (``slabs_of``).
    fuse
        Fuses two frames or more.
    progress
        Called slab by slab, beside what ``fuse`` reports.
    save
        Called with each slab's result; None where they are not wanted.

    Returns
    -------
    Outcome
        Without a decision: a pixel can be a mix of four frames.

    Notes
    -----
    Made here, as photographers of deep stacks do it. Known weakness: what a slab lost the last step
    cannot find again.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((2, 2), level, np.uint8) for level in (1, 5, 9)])
    >>> brightest = lambda part: Outcome(max((photo.pixels for photo in part), key=np.max), None, "cpu")
    >>> int(fuse_in_slabs(frames, slabs_of(3, 2, 1), brightest, no_progress).pixels[0, 0])
    9
    """
    store, told = FrameStore(), list[Note]()
    for number, slab in enumerate(slabs):
        progress("Fusing slabs", number, len(slabs))
        part = SomeFrames(frames, slab)
        pixels = part[0].pixels
        if len(part) > 1:
            outcome = fuse(part)
            told, pixels = [*told, *outcome.notes], outcome.pixels
        photo = Photo(pixels, part[0].profile, part[0].metadata, validity=part.validity)
        store.put(number, photo)
        if save is not None:
            save(number + 1, photo)
    progress("Fusing slabs", len(slabs), len(slabs))
    outcome = fuse(store)
    return replace(outcome, decision=None, notes=tuple(dict.fromkeys([*told, *outcome.notes])))
