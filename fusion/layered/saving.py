"""Saving a result with its frames as layers: PSD, and PSB for what is larger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from fusion.contracts import Frames
from fusion.decision import Decision
from fusion.errors import FusionError
from fusion.files.metadata.carried import for_writing
from fusion.files.outputs import PathLike, refuse_outputs, refuse_unwritable_folder
from fusion.files.replacing import whole_file
from fusion.files.writers.psd import (
    LARGEST_PSB_SIDE,
    LARGEST_PSD_BYTES,
    LARGEST_PSD_SIDE,
    PSB,
    PSD,
    Layer,
    LayerContent,
    LayeredPicture,
    Levels,
    PsdWriter,
)
from fusion.files.writing import to_16_bit
from fusion.layered.masks import Composite, Masks
from fusion.photo import Photo
from fusion.progress import Progress, no_progress

ENDINGS = {".psd": PSD, ".psb": PSB}
RESULT, CORRECTIONS = "Result", "Corrections"
TOLERANCE = 1
"""By so many levels of 8 bits the flattened layers may differ from the result."""


@dataclass(frozen=True, eq=False)
class LayeredResult:
    """What a layered file is made from.

    Attributes
    ----------
    photo
        The result.
    frames
        Registered, as they were fused.
    numbers
        Of the frames that took part, from 0: each becomes a layer.
    names
        Of all frames.
    decision
        None for methods that paint pixels: their layers have no masks.

    Examples
    --------
    >>> frames = [Photo(np.full((1, 2), level, np.uint8)) for level in (10, 20)]
    >>> LayeredResult(frames[0], frames, (0, 1), ("near", "far")).decision is None
    True
    """

    photo: Photo
    frames: Frames
    numbers: Sequence[int]
    names: Sequence[str]
    decision: Decision | None = None


def save_layered(
    result: LayeredResult,
    path: PathLike,
    sources: Iterable[PathLike] = (),
    progress: Progress = no_progress,
    location: bool = True,
) -> Path:
    """Write a result with each frame as a layer, whose mask says where it is seen.

    Parameters
    ----------
    result
        The photo, its frames and its decision.
    path
        ``.psd``, or ``.psb`` for more than 30,000 pixels a side or 2 GB; its folder must exist.
    sources
        Files that are not overwritten.
    progress
        Called layer by layer.
    location
        Whether the position and place names of the first source go along.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FusionError
        For another ending, a picture that is too large for it, and where it cannot be written.

    Notes
    -----
    From the bottom to the top: the frames in their order, *Corrections* where the masked frames differ
    from the result by more than one level of 8 bits, and the result, hidden. A method that paints pixels
    gives frames without masks, and the result over them, seen. 8 and 16 bits as they are; floating point
    becomes 16 bits. One frame is held at a time.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 3), level, np.uint8) for level in (10, 20)])
    >>> labels, sure = np.array([[0, 1, 1]], np.uint8), np.ones((1, 3), np.float32)
    >>> photo, decision = Photo(np.array([[10, 20, 20]], np.uint8)), Decision(labels, sure, sure, 2)
    >>> save_layered(LayeredResult(photo, frames, (0, 1), ("near", "far"), decision), "all.psd").name
    'all.psd'
    """
    place = Path(path)
    version = version_for(place, result.photo, len(result.numbers))
    refuse_unwritable_folder(place)
    refuse_outputs([place], sources)
    photo, layers = result.photo, Layers(result)
    metadata = for_writing(photo, location)
    picture = LayeredPicture(layers.whole(), layers.layers, photo.profile, metadata)
    with whole_file(place) as file:
        PsdWriter(file, version).write(picture, progress)
        if version == PSD and file.tell() > LARGEST_PSD_BYTES:
            raise too_large(place, result.photo)
    return place


def version_for(place: Path, photo: Photo, frames: int) -> int:
    """The version of the format that an ending names; raises ``FusionError`` where it cannot hold the
    picture."""
    refuse_other_ending(place)
    version = ENDINGS[place.suffix.lower()]
    side = max(photo.width, photo.height)
    if side > LARGEST_PSB_SIDE or (version == PSD and ending_for(photo, frames) != ".psd"):
        raise too_large(place, photo)
    return version


def refuse_other_ending(place: Path) -> None:
    """Raise for a name that does not say the format."""
    if place.suffix.lower() not in ENDINGS:
        raise FusionError(
            "unknown-layered-ending", "the layered file {name} must end in .psd or .psb",
            name=place.name or place,
        )  # fmt: skip


def ending_for(photo: Photo, frames: int) -> str:
    """``.psd``, or ``.psb`` where that cannot hold a picture with so many frames."""
    bits = 1 if photo.pixels.dtype == np.uint8 else 2
    size = photo.pixels.size * bits * (frames + 3)  # corrections, the result, the flattened picture
    fits = max(photo.width, photo.height) <= LARGEST_PSD_SIDE and size <= LARGEST_PSD_BYTES
    return ".psd" if fits else ".psb"


def too_large(place: Path, photo: Photo) -> FusionError:
    """The error of a picture that a format cannot hold."""
    return FusionError(
        "too-large-for-layers",
        "{path} cannot hold {width} × {height} pixels in so many layers; give it the ending .psb, or "
        "take fewer frames",
        path=place, width=photo.width, height=photo.height,
    )  # fmt: skip


def levels_of(photo: Photo) -> Levels:
    """The pixels of a photo as whole numbers: floating point becomes 16 bits."""
    levels: Levels
    levels = np.asarray(photo.pixels if photo.pixels.dtype == np.uint8 else to_16_bit(photo.pixels))
    return levels


class Layers:
    """The layers of a result, each made when it is written, from the bottom to the top."""

    def __init__(self, result: LayeredResult) -> None:
        self._result, self._pixels = result, levels_of(result.photo)
        self._masks: Masks | None = None
        self._composite = Composite(self._pixels.shape)
        decided = result.decision is not None
        frames = [Layer(result.names[n], partial(self._frame, n), decided) for n in result.numbers]
        corrections = [Layer(CORRECTIONS, self._corrections, has_mask=True)] if decided else []
        self.layers = [*frames, *corrections, Layer(RESULT, self.whole, is_hidden=decided)]

    def whole(self) -> LayerContent:
        """The result."""
        return LayerContent(self._pixels, self._result.photo.validity)

    def _frame(self, number: int) -> LayerContent:
        decision, frames = self._result.decision, self._result.frames
        if decision is not None and self._masks is None:
            kind = np.uint8 if self._pixels.dtype == np.uint8 else np.uint16
            self._masks = Masks(frames, decision, kind)
        photo = frames[number]
        pixels, mask = levels_of(photo), None
        if self._masks is not None:
            mask = self._masks.next(number)
            self._composite.lay(pixels, mask)
        if not frames.in_memory:
            frames.release()
        return LayerContent(pixels, None if mask is not None else photo.validity, mask)

    def _corrections(self) -> LayerContent:
        """The result's own pixels where the masked frames do not give them."""
        wrong = self._composite.differs(self._pixels, TOLERANCE)
        mask: Levels = np.zeros(wrong.shape, self._pixels.dtype)
        mask[wrong] = np.iinfo(mask.dtype).max
        return LayerContent(self._pixels, None, mask)
