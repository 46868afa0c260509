"""Which pictures a TIFF holds: pages without their reduced copies, and planes of a z-stack by dye."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile

from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.metadata.plane_axes import PlaneAxes, axes_in
from fusion.notes import Note

MOST_PAGES = 10_000
SIMILAR_SHAPE = 0.02
"""A smaller page whose width to height differs by less is a copy of the larger one."""
DESCRIPTION_TAG = 270


@dataclass(frozen=True)
class Planes:
    """The pictures of a TIFF that are of one size.

    Attributes
    ----------
    directories
        The number of the directory of each picture. Where one directory describes all of them, as ImageJ
        writes large stacks, it stands for each.
    axes
        What the file says of dyes and focus; None where it says nothing or nothing that fits.

    Examples
    --------
    >>> Planes((0, 1, 2), None).by_dye
    ((0, 1, 2),)
    """

    directories: tuple[int, ...]
    axes: PlaneAxes | None

    @property
    def in_one_directory(self) -> bool:
        return len(self.directories) > 1 and self.directories[0] == self.directories[1]

    @property
    def by_dye(self) -> tuple[tuple[int, ...], ...]:
        """For each dye the numbers of its pictures in order of focus, from 0."""
        if self.axes is None:
            return (tuple(range(len(self.directories))),)
        return tuple(self.axes.of_dye(dye) for dye in range(self.axes.sizes["C"]))

    def note(self, asked: bool) -> Note | None:
        """What was not read: further pages where none was ``asked`` for, further times; else None."""
        if asked or len(self.directories) < 2:
            return Note(
                "only-first-time",
                "It holds {times} z-stacks, one for each time; only that of the first is taken.",
                times=self.axes.times,
            ) if self.axes and self.axes.times > 1 else None  # fmt: skip
        if len(self.by_dye) > 1:
            return Note(
                "only-first-plane",
                "It is a z-stack of {planes} planes in each of {dyes} dyes; only the first was read. "
                "Each plane of one dye becomes a source by File → Open pages as sources, or by --pages.",
                planes=len(self.by_dye[0]), dyes=len(self.by_dye),
            )  # fmt: skip
        return Note(
            "only-first-page",
            "It has {count} pages; only the first was read. Each becomes a source by File → "
            "Open pages as sources, or by --pages.",
            count=len(self.directories),
        )


def planes_of(file: tifffile.TiffFile) -> Planes:
    """The pictures of a file; a directory that points back to an earlier one ends the list."""
    numbers = full_pictures(directories_of(file))
    page: Any = file.pages[numbers[0]]
    axes = axes_in(description_of(page))
    if axes is not None and len(numbers) == 1 and axes.count > 1 and holds_all(page, axes.count):
        return Planes(tuple(numbers * axes.count), axes)
    return Planes(tuple(numbers), axes if axes is not None and axes.count == len(numbers) else None)


def directories_of(file: tifffile.TiffFile) -> list[Any]:
    """All directories in a row."""
    found: list[Any] = [file.pages[0]]
    seen = {found[0].offset}
    for number in range(1, MOST_PAGES):
        try:
            page: Any = file.pages[number]
        except (IndexError, tifffile.TiffFileError):
            break
        if page.offset in seen:
            break
        seen.add(page.offset)
        found.append(page)
    return found


def full_pictures(pages: list[Any]) -> list[int]:
    """The numbers of the pages that are no reduced copies and no masks, all of the first one's size.

    A first page that is no larger than half of a later one of the same shape is a copy too, if nothing
    says so.
    """
    full = [n for n, page in enumerate(pages) if not (page.is_reduced or page.subfiletype & 4)]
    if not full:
        return [max(range(len(pages)), key=lambda n: area(pages[n]))]
    largest = max(full, key=lambda n: area(pages[n]))
    first = largest if is_copy(pages[full[0]], pages[largest]) else full[0]
    size = (pages[first].imagewidth, pages[first].imagelength)
    return [n for n in full if n >= first and (pages[n].imagewidth, pages[n].imagelength) == size]


def area(page: Any) -> int:
    return int(page.imagewidth * page.imagelength)


def is_copy(page: Any, larger: Any) -> bool:
    """Whether a page is a small one of the same shape."""
    width, height = larger.imagewidth, larger.imagelength
    if 2 * page.imagewidth > width or 2 * page.imagelength > height or not page.imagelength:
        return False
    across = page.imagewidth / page.imagelength / (width / height) - 1
    return abs(across) < SIMILAR_SHAPE + 1 / page.imagelength


def description_of(page: Any) -> bytes:
    """The text of a page, as bytes."""
    tag = page.tags.get(DESCRIPTION_TAG)
    if tag is None:
        return b""
    return tag.value if isinstance(tag.value, bytes) else str(tag.value).encode("utf-8", "replace")


def holds_all(page: Any, count: int) -> bool:
    """Whether the pixels of ``count`` planes follow each other behind one directory."""
    if not page.is_contiguous or page.dtype is None:
        return False
    end = page.dataoffsets[0] + count * page.nbytes
    return bool(end <= page.parent.filehandle.size)


def plane_in(content: bytes, page: Any, number: int) -> npt.NDArray[Any]:
    """The pixels of a plane that stands behind the first one without a directory of its own."""
    kind = np.dtype(page.dtype).newbyteorder(page.parent.byteorder)
    begin = page.dataoffsets[0] + number * page.nbytes
    values = np.frombuffer(content, kind, page.nbytes // kind.itemsize, begin)
    return values.reshape(page.shape).astype(kind.newbyteorder("="))


def planes_in(content: bytes) -> Planes:
    """The pictures of a TIFF in memory."""
    refuse_overlapping(content)
    with tifffile.TiffFile(io.BytesIO(content)) as file:
        return planes_of(file)
