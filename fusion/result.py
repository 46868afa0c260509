"""What fusing gives."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.decision import Decision
from fusion.notes import Note
from fusion.photo import Photo
from fusion.record import Record
from fusion.register.registration import Registration
from fusion.settings import FusionSettings


@dataclass(frozen=True)
class FusionResult:
    """The fused photo and how it was made.

    Attributes
    ----------
    photo
        With the first source's size, type, profile and metadata; not valid where no source has picture.
    decision
        Which source gave each pixel, and how sure that is; None for methods of the kind ``pixels``.
    timings
        Seconds by stage, in the order in which they ran.
    device
        ``"cpu"``, or ``"cuda"`` and the name of the GPU.
    settings, record
        The method that ran, with all its parameters; and from what it was made, which the XMP holds too.
    notes
        For the user: what was converted, and where the result differs from what was asked for.
    registration
        How the frames were registered, and what was found about each.
    order
        For each frame the number of its source as it was given, from 0; only roles change it.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion import FusionSettings, fuse
    >>> result = fuse([np.zeros((8, 8), np.uint8)] * 2, FusionSettings("average"))
    >>> result.photo.pixels.shape, result.decision, result.device
    ((8, 8), None, 'cpu')
    """

    photo: Photo
    decision: Decision | None
    timings: dict[str, float]
    device: str
    settings: FusionSettings
    record: Record | None = None
    notes: tuple[Note, ...] = ()
    registration: Registration | None = None
    order: tuple[int, ...] = ()
