"""When a photograph was taken, without decoding it."""

from __future__ import annotations

import mmap
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PIL import Image

from fusion.files.format_detection import kind_of
from fusion.files.metadata.exif import without_mark
from fusion.files.metadata.ifd import EXIF, Directory, layout_of, read_first
from fusion.files.metadata.iso_bmff import body, boxes
from fusion.files.metadata.raw_metadata import FUJIFILM, metadata_of_raw

TAKEN, DIGITISED, CHANGED = 36867, 36868, 306
FRACTION, FRACTION_DIGITISED, FRACTION_CHANGED = 37521, 37522, 37520


def capture_time(path: Path) -> str:
    """``2026:11:21 16:47:15.250`` in the camera's clock; the file's own time where EXIF has none.

    Made for sorting: any file gives a text.
    """
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime)
        return exif_time(path) or changed.strftime("%Y:%m:%d %H:%M:%S.%f")
    except OSError:
        return ""


def exif_time(path: Path) -> str:
    """The same from EXIF alone; empty where it has none, and for a file that cannot be read."""
    try:
        return taken(exif_of(path))
    except OSError:
        return ""


def exif_of(path: Path) -> bytes | None:
    """The EXIF block of a file, none of whose pixels are read; None too where the file is damaged."""
    with path.open("rb") as file:
        head = file.read(64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if layout_of(head) or head.startswith(FUJIFILM) or head[4:12] == b"ftypcrx ":
                return mapped(path, lambda content: metadata_of_raw(content).exif)
            kind = kind_of(head, path.suffix.lower())
            if kind == "JPEG XL":
                return mapped(path, exif_of_jpegxl)
            return without_mark(info_of_heif(path) if kind == "HEIF" else info_of(path))
        except Exception:  # noqa: BLE001 - what is damaged is told when it is read
            return None


def mapped(path: Path, read: Callable[[mmap.mmap], bytes | None]) -> bytes | None:
    """What ``read`` returns for a file that is mapped into memory, so that it is not read as a whole."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return read(content)


def exif_of_jpegxl(content: mmap.mmap) -> bytes | None:
    """The EXIF block in the container, which begins with the number of bytes to skip."""
    found = next((body(content, box) for box in boxes(content) if box.kind == b"Exif"), b"")
    return without_mark(found[4 + int.from_bytes(found[:4], "big") :])


def info_of(path: Path) -> bytes | None:
    with Image.open(path) as picture:
        return picture.info.get("exif")


def info_of_heif(path: Path) -> bytes | None:
    """None without the optional package."""
    try:
        import pillow_heif
    except ImportError:
        return None
    with path.open("rb") as file:
        return pillow_heif.open_heif(file).info.get("exif")


def taken(exif: bytes | None) -> str:
    """Date and time, with fractions of a second, from an EXIF block; empty where it has none.

    Some programs keep one of three dates, and some cameras write the fraction of another one alone.
    """
    first = read_first(exif) if exif else None
    if first is None:
        return ""
    below = first.below.get(EXIF) or Directory(())
    date = next(filter(None, (below.find(TAKEN), below.find(DIGITISED), first.find(CHANGED))), None)
    if date is None or not date.value[:4].isdigit():
        return ""
    fractions = (below.find(tag) for tag in (FRACTION, FRACTION_DIGITISED, FRACTION_CHANGED))
    told = (entry.value.rstrip(b"\0 ") for entry in fractions if entry)
    fraction = next((value for value in told if value.isdigit()), b"")
    return b".".join(filter(None, (date.value.rstrip(b"\0 "), fraction))).decode("ascii", "replace")
