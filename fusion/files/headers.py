"""What a file says of its picture before it is decoded: the size, and a small picture of a JPEG."""

from __future__ import annotations

import mmap
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image

from fusion.files.format_detection import kind_of
from fusion.files.metadata.exif import orientation_of, without_mark
from fusion.files.metadata.ifd_chain import refuse_overlapping
from fusion.files.readers.previews import HEAD_BYTES, profile_said, upright_srgb
from fusion.files.readers.tiff_planes import planes_of

Size = tuple[int, int]
LIES_DOWN = 5
"""EXIF orientations from this on exchange width and height."""
BY_PILLOW = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "AVIF": "AVIF", "BMP": "BMP", "GIF": "GIF"}


def size_in_header(path: Path) -> Size | None:
    """Width and height of a file's picture as it is shown, upright, without decoding it.

    Of JPEG, PNG, WebP, AVIF, BMP, GIF, TIFF and camera RAW; None for every other file, and where the
    header is damaged: what is wrong is told when the file is read. Never raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if not path.is_file():  # a pipe would wait for ever
                return None
            with path.open("rb") as file:
                kind = kind_of(file.read(HEAD_BYTES), path.suffix.lower())
            if kind == "TIFF":
                return size_of_tiff(path)
            if kind == "RAW":
                return size_of_raw(path)
            return size_by_pillow(path, BY_PILLOW[kind]) if kind in BY_PILLOW else None
        except Exception:  # noqa: BLE001 - damage of any kind means that nothing is known
            return None


def size_by_pillow(path: Path, name: str) -> Size:
    """Of a format that Pillow knows by ``name``."""
    with Image.open(path, formats=(name,)) as picture:
        return upright(picture.size, orientation_of(without_mark(picture.info.get("exif"))))


def size_of_tiff(path: Path) -> Size:
    """Of its first page that is no reduced copy."""
    with path.open("rb") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            refuse_overlapping(whole)
        with tifffile.TiffFile(file) as pages:
            page: Any = pages.pages[planes_of(pages).directories[0]]
            tag = page.tags.get("Orientation")
            size = int(page.imagewidth), int(page.imagelength)
            return upright(size, 1 if tag is None else int(tag.value))


def size_of_raw(path: Path) -> Size:
    """Of the picture that developing gives."""
    import rawpy

    with path.open("rb") as file, rawpy.imread(file) as raw:
        sizes = raw.sizes
        size = int(sizes.iwidth), int(sizes.iheight)
    return (size[1], size[0]) if sizes.flip in (5, 6) else size


def upright(size: Size, orientation: int) -> Size:
    """Width and height once the picture is turned."""
    return (size[1], size[0]) if orientation >= LIES_DOWN else size


def small_jpeg(path: Path, side: int) -> npt.NDArray[np.uint8] | None:
    """(H, W, 3) sRGB, upright: a JPEG decoded at an eighth, a quarter or a half of its size, the
    longer side with ``side`` pixels at least where it has so many. None for every other file, and where
    it is damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=("JPEG",)) as picture:
                exif = without_mark(picture.info.get("exif"))
                profile = picture.info.get("icc_profile") or profile_said(exif)
                (width, height), share = picture.size, side / max(picture.size)
                picture.draft("RGB", (max(1, round(share * width)), max(1, round(share * height))))
                pixels = np.asarray(picture.convert("RGB"))
            return upright_srgb(pixels, orientation_of(exif), profile)
        except Exception:  # noqa: BLE001 - what is wrong with a file is told when it is read
            return None
