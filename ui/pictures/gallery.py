"""The pictures that show sources and results, kept beside the document, which knows none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from fusion import Photo
from fusion.frames.roles import is_stretched, stretch
from fusion.photo import FloatMap
from fusion.settings import MULTIFOCUS, ROLES
from ui.document.fused import Fused, Source
from ui.pictures.depth import DepthPictures
from ui.pictures.display_transform import picture_of
from ui.pictures.overlays import Overlay, confidence_overlay, decision_overlay, grey_overlay
from ui.pictures.pyramid import Pyramid
from ui.pictures.thumbnails import Thumbnail, thumbnail_of

MOST_DECODED = 110_000_000
"""Bytes of pictures from files that are kept to be looked at again: one of 24 megapixels, or eight as
large as a screen."""
NOTHING_YET = np.full((1, 1, 3), 96, np.uint8)
"""The picture of a file of which nothing was read yet."""


@dataclass(frozen=True)
class Maps:
    """A decision as overlays: in the colours of the sources, in greys, and its confidence."""

    decision: Overlay
    grey: Overlay
    confidence: Overlay


@dataclass(frozen=True)
class ResultPictures:
    """A result for the screen. ``maps`` is None where the method decides nothing."""

    picture: Pyramid
    maps: Maps | None


class Gallery:
    """Pictures by what they show; each goes when that goes.

    A picture is made when it is first asked for, which is slow: jobs ask before the window does.
    """

    def __init__(self) -> None:
        self._sources: WeakKeyDictionary[Source, Pyramid] = WeakKeyDictionary()
        self._infrareds: WeakKeyDictionary[Source, Pyramid] = WeakKeyDictionary()
        self._results: WeakKeyDictionary[Fused, ResultPictures] = WeakKeyDictionary()
        self._depths: WeakKeyDictionary[Fused, DepthPictures] = WeakKeyDictionary()
        self._errors: WeakKeyDictionary[Fused, tuple[Photo, Pyramid]] = WeakKeyDictionary()
        self._thumbnails: WeakKeyDictionary[Source, Thumbnail] = WeakKeyDictionary()
        self._cells: WeakKeyDictionary[Source, FloatMap] = WeakKeyDictionary()
        self._decoded: WeakKeyDictionary[Source, Pyramid] = WeakKeyDictionary()

    def of_source(self, source: Source) -> Pyramid:
        """The source's photo; of one whose pixels stay in the file, what was read of it last."""
        if not source.is_kept:
            return self._decoded.get(source) or stand_in(source, self._thumbnails.get(source))
        picture = self._sources.get(source)
        if picture is None:
            picture = self._sources[source] = picture_of(source.photo)
        return picture

    def thumbnail_of(self, source: Source) -> Thumbnail | None:
        """The source for a row of a list; None until something of it was read."""
        small = self._thumbnails.get(source)
        if small is None and source in self._sources:
            small = self._thumbnails[source] = thumbnail_of(self._sources[source])
        return small

    def keep_thumbnail(self, source: Source, small: Thumbnail) -> None:
        """Keep the small picture of a source whose pixels stay in its file."""
        self._thumbnails[source] = small

    def keep_cells(self, source: Source, cells: FloatMap) -> None:
        """Keep the gradient energy of the small picture of a source, cell by cell."""
        self._cells[source] = cells

    def cells_of(self, source: Source) -> FloatMap | None:
        """The gradient energy of a source's small picture; None until the file was looked at."""
        return self._cells.get(source)

    def keep_decoded(self, source: Source, picture: Pyramid) -> None:
        """Keep what was read of a file, and of other files only as much as there is room for."""
        self._decoded.pop(source, None)
        self._decoded[source] = picture
        for old in list(self._decoded):
            if old is not source and sum(map(bytes_of, self._decoded.values())) > MOST_DECODED:
                del self._decoded[old]

    def of_role(self, source: Source, number: int, purpose: str | None) -> Pyramid:
        """The source's photo as it is fused in a kind of fusion, by its number: infrared of 16 bits
        would be black otherwise. Its values are those of the file."""
        roles = ROLES[purpose or MULTIFOCUS]
        is_infrared = number < len(roles) and roles[number] == "infrared"
        if not (is_infrared and source.is_kept and is_stretched(source.photo)):
            return self.of_source(source)
        picture = self._infrareds.get(source)
        if picture is None:
            photo = source.photo
            picture = replace(picture_of(stretch(photo, [])), values=photo.pixels)
            self._infrareds[source] = picture
        return picture

    def of_result(self, fused: Fused) -> ResultPictures:
        """The result's photo and maps, those of a preview enlarged to the size of the result."""
        pictures = self._results.get(fused)
        if pictures is None:
            pictures = self._results[fused] = pictures_of(fused)
        return pictures

    def keep_error(self, fused: Fused, reference: Photo, picture: Pyramid) -> None:
        """Keep the error map of a result against a reference."""
        self._errors[fused] = reference, picture

    def error_of(self, fused: Fused, reference: Photo | None) -> Pyramid | None:
        """The error map of a result; None until it was made against this reference."""
        known = self._errors.get(fused)
        return known[1] if known is not None and known[0] is reference else None

    def keep_depth(self, fused: Fused, pictures: DepthPictures) -> None:
        """Keep the depth of a result, which a job measured."""
        self._depths[fused] = pictures

    def depth_of(self, fused: Fused) -> DepthPictures | None:
        """The depth of a result; None until it was measured."""
        return self._depths.get(fused)


def stand_in(source: Source, small: Thumbnail | None) -> Pyramid:
    """A small picture in the place of a large one; grey where nothing was read yet."""
    facts, shown = source.facts, NOTHING_YET if small is None else small
    known = facts.height is not None and facts.width is not None
    full = (facts.height or 1, facts.width or 1) if known else shown.shape[:2]
    return Pyramid((shown,), full=(int(full[0]), int(full[1])))


def bytes_of(picture: Pyramid) -> int:
    """The memory that a picture takes."""
    return sum(level.nbytes for level in picture.levels)


def pictures_of(fused: Fused) -> ResultPictures:
    """All that the views need of a result."""
    decision, (rows, columns) = fused.result.decision, fused.area
    full = (rows.stop - rows.start, columns.stop - columns.start) if fused.is_preview else None

    def enlarged(overlay: Overlay) -> Overlay:
        return replace(overlay, pyramid=replace(overlay.pyramid, full=full))

    maps = None
    if decision is not None:
        maps = Maps(
            enlarged(decision_overlay(decision)),
            enlarged(grey_overlay(decision)),
            enlarged(confidence_overlay(decision)),
        )
    return ResultPictures(replace(picture_of(fused.result.photo), full=full), maps)
