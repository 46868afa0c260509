"""Tiles and strips of a TIFF, looked at before one is decoded: a small picture may hold huge ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fusion.errors import FusionError
from fusion.files.readers.decoder_common import refuse_too_many
from fusion.files.readers.embedded_size import embedded_size

WITH_SIZE = (6, 7, 33003, 33004, 33005, 33007, 34712, 34892, 34927, 34933, 50001, 50002, 52546)
"""Compressions whose parts say a size of their own: JPEG, JPEG 2000, WebP, PNG, JPEG XL."""
WITHOUT_BOUND = {22610: "JPEG XR", 34887: "LERC", 34934: "JPEG XR", 48124: "Jetraw"}
"""Compressions whose parts have a size of their own that is not looked up here."""
PADDING = 16
"""Pixels that a codec may add to a side to fill its blocks."""
LARGEST_PART_OF_A_SMALL_PICTURE = 2048
"""Pixels of a side: programs write tiles of this size for any picture."""
MOST_PARTS = 300_000
HEAD_BYTES = 65_536


def refuse_larger_parts(page: Any, limit: int | None, place: Path) -> None:
    """Raise where decoding a page would make more pixels than the page has.

    Parameters
    ----------
    page
        Of tifffile, not decoded.
    limit
        Pixels that a picture may have; None is the program's limit.
    place
        The file that an error names.

    Raises
    ------
    FusionError
        For a tile, a strip or a picture within one that is larger than the page, and for a compression
        whose size cannot be looked up.
    ValueError
        For parts that are damaged or without number.
    """
    if page.compression in WITHOUT_BOUND:
        raise FusionError(
            "compression-not-read",
            "{path} is compressed as {compression}, which is not read; save it again with Deflate",
            path=place, compression=WITHOUT_BOUND[page.compression],
        )  # fmt: skip
    width, height = part_size(page)
    picture = (int(page.imagewidth), int(page.imagelength))
    if page.is_tiled:
        refuse_if_beyond((width, height), [most(side) for side in picture], picture, place)
        refuse_too_many(width, height, limit, place)
    parts = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    if max(len(parts), len(page.dataoffsets), parts_of(page)) > MOST_PARTS:
        raise ValueError("more parts than any picture has")
    if page.compression not in WITH_SIZE:
        return
    bounds = [side + PADDING for side in (width, height)]
    for begin, length in set(parts):
        if begin and length:
            refuse_if_beyond(size_in(page, int(begin), int(length)), bounds, picture, place)


def part_size(page: Any) -> tuple[int, int]:
    """Width and height of a tile or strip."""
    if page.is_tiled:
        return int(page.tilewidth), int(page.tilelength)
    return int(page.imagewidth), min(int(page.rowsperstrip), int(page.imagelength))


def parts_of(page: Any) -> int:
    """How many tiles or strips the page is made of."""
    width, height = part_size(page)
    if width < 1 or height < 1:
        raise ValueError("a part of no pixels")
    planes = int(page.samplesperpixel) if page.planarconfig == 2 else 1
    return -(-int(page.imagewidth) // width) * -(-int(page.imagelength) // height) * planes


def most(side: int) -> int:
    """The longest side of a tile for a side of a picture."""
    return max(2 * side, LARGEST_PART_OF_A_SMALL_PICTURE)


def size_in(page: Any, begin: int, length: int) -> tuple[int, int]:
    """The size that a compressed part says of itself."""
    file = page.parent.filehandle
    file.seek(begin)
    head = file.read(min(length, HEAD_BYTES))
    try:
        return embedded_size(head)
    except ValueError:
        if length <= HEAD_BYTES:
            raise
        file.seek(begin)
        return embedded_size(file.read(length))


def refuse_if_beyond(
    size: tuple[int, int], bounds: list[int], picture: tuple[int, int], place: Path
) -> None:
    """Raise for a part with a side beyond its bound."""
    if size[0] <= bounds[0] and size[1] <= bounds[1]:
        return
    raise FusionError(
        "part-larger-than-picture",
        "{path} has {width} × {height} pixels, yet a part of it would be decoded to {part_width} × "
        "{part_height}; save it again with another program",
        path=place, width=picture[0], height=picture[1], part_width=size[0], part_height=size[1],
    )  # fmt: skip
