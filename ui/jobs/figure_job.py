"""The pictures of a figure: sources, results and maps of a result, all of one size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fusion import Photo, Progress
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import replace_whole
from ui.document.fused import Fused
from ui.document.kinds import source_title
from ui.document.results import Results
from ui.i18n import tr
from ui.jobs.export_job import OnceMade
from ui.jobs.registering import compared_reference
from ui.pictures.display_transform import picture_of
from ui.pictures.errors import USUAL_GAIN, error_colours, errors_of
from ui.pictures.figure import Bytes, Cell, FigureLayout, Region, colour, figure_bytes
from ui.pictures.gallery import Gallery
from ui.pictures.overlays import Overlay

MOST_SOURCES = 24
"""So many sources are offered at most; of more, evenly spaced ones."""
MakePicture = Callable[[OnceMade], Bytes]


@dataclass(frozen=True)
class Pictured:
    """A picture that can stand in a figure: its caption, what makes it, and whether it does at first."""

    caption: str
    make: MakePicture = field(compare=False)
    is_usual: bool = True


@dataclass(frozen=True)
class FigureChoice:
    """What stands in a figure, and how it looks; ``region`` is shown enlarged below each picture."""

    pictures: tuple[Pictured, ...]
    layout: FigureLayout = field(default_factory=FigureLayout)
    region: Region | None = None


def pictures_for(
    fused: Fused, gallery: Gallery, results: Results | None = None, reference: Photo | None = None
) -> list[Pictured]:
    """Everything that can stand in a figure of a result: sources, results, its maps, its error."""
    spaced = np.linspace(0, len(fused.numbers) - 1, min(len(fused.numbers), MOST_SOURCES))
    numbers = [fused.numbers[round(at)] for at in spaced]
    few = len(fused.numbers) <= 4
    found = [
        Pictured(source_caption(fused, number), frame_maker(number), few or number in ends(fused))
        for number in numbers
    ]
    found.append(Pictured(tr("Result"), lambda _frames: result_picture(fused, gallery)))
    others = [kept for kept in results or () if kept.fused is not fused]
    found += [Pictured(kept.name, result_maker(kept.fused, gallery), False) for kept in others]
    if fused.result.decision is not None:
        found.append(Pictured(tr("Decision map"), lambda _frames: map_of(fused, gallery, "decision")))
        found.append(
            Pictured(tr("Confidence"), lambda _frames: map_of(fused, gallery, "confidence"), False)
        )
    if reference is not None:
        found.append(Pictured(tr("Reference"), lambda _frames: colour(
            compared_reference(reference, fused)), False))  # fmt: skip
        title = tr("Error × {gain}", gain=USUAL_GAIN)
        found.append(Pictured(title, lambda _frames: error_of(fused, reference), False))
    return found


def ends(fused: Fused) -> tuple[int, int]:
    """The first and the last frame."""
    return fused.numbers[0], fused.numbers[-1]


def source_caption(fused: Fused, number: int) -> str:
    """``Source 2 · far.jpg``."""
    title = source_title(number, fused.result.settings.purpose)
    return f"{title} · {fused.sources[number].name}"


def frame_maker(number: int) -> MakePicture:
    """What makes the picture of a registered frame."""
    return lambda frames: colour(picture_of(frames.get()[number]).levels[0])


def result_maker(fused: Fused, gallery: Gallery) -> MakePicture:
    """What makes the picture of a result."""
    return lambda _frames: result_picture(fused, gallery)


def result_picture(fused: Fused, gallery: Gallery) -> Bytes:
    """The result in the colours of the screen."""
    return colour(gallery.of_result(fused).picture.levels[0])


def map_of(fused: Fused, gallery: Gallery, name: str) -> Bytes:
    """The decision or the confidence in its colours."""
    maps = gallery.of_result(fused).maps
    assert maps is not None
    overlay: Overlay = maps.decision if name == "decision" else maps.confidence
    return np.asarray(overlay.colours[overlay.pyramid.levels[0]], np.uint8)


def error_of(fused: Fused, reference: Photo) -> Bytes:
    """Where the result differs from the reference, in the colours of the window's error map."""
    apart = errors_of(fused.result.photo.pixels, compared_reference(reference, fused))
    return np.asarray(error_colours(USUAL_GAIN)[apart], np.uint8)


def usual_figure(fused: Fused, gallery: Gallery) -> FigureChoice:
    """The figure that is made where nobody chose another: sources, result and decision map."""
    pictures = tuple(each for each in pictures_for(fused, gallery) if each.is_usual)
    return FigureChoice(pictures, FigureLayout(columns=columns_for(len(pictures))))


def columns_for(count: int) -> int:
    """So many side by side that the rows are full, or nearly.

    Examples
    --------
    >>> [columns_for(count) for count in (1, 2, 4, 5, 9)]
    [1, 2, 2, 3, 3]
    """
    return next((number for number in (1, 2) if count <= number**2), 3)


def cells_of(choice: FigureChoice, frames: OnceMade, progress: Progress) -> list[Cell]:
    """The pictures of a figure with their captions."""
    cells = []
    for number, each in enumerate(choice.pictures):
        progress("Making the figure", number, len(choice.pictures))
        picture = each.make(frames)
        cells.append(Cell(picture, each.caption, region=inside(choice.region, picture)))
    progress("Making the figure", len(choice.pictures), len(choice.pictures))
    return cells


def inside(region: Region | None, picture: Bytes) -> Region | None:
    """The part of a region that a picture shows; None where that is none, or all of it."""
    if region is None:
        return None
    spans = [
        slice(max(span.start, 0), min(span.stop, length))
        for span, length in zip(region, picture.shape[:2], strict=True)
    ]
    sizes = [span.stop - span.start for span in spans]
    is_whole = sizes == list(picture.shape[:2])
    return None if min(sizes) < 1 or is_whole else (spans[0], spans[1])


def figure_of(fused: Fused, choice: FigureChoice, ending: str, progress: Progress) -> bytes:
    """The file of a figure."""
    cells = cells_of(choice, OnceMade(fused, progress), progress)
    return figure_bytes(cells, choice.layout, ending, title_of(fused))


def title_of(fused: Fused) -> str:
    """What the file calls itself."""
    return f"Parfocal: {fused.sources[0].name}"


def write_figure(
    path: Path, fused: Fused, choice: FigureChoice, protected: Sequence[Path], progress: Progress
) -> Path:
    """Write a figure, whole or not at all; raises ``FusionError`` where it cannot be written."""
    refuse_outputs([path], protected)
    replace_whole(path, figure_of(fused, choice, path.suffix.lower(), progress))
    return path
