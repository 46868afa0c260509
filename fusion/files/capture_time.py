"""When a photograph was taken, without decoding it."""

from __future__ import annotations

import mmap
import warnings
from datetime import datetime
from pathlib import Path

from PIL import Image

from fusion.files.exif import without_mark
from fusion.files.ifd import EXIF, layout_of, read_first
from fusion.files.raw_metadata import FUJIFILM, metadata_of_raw

TAKEN, FRACTION = 36867, 37521


def capture_time(path: Path) -> str:
    """``2026:11:21 16:47:15.250`` in the camera's clock; the file's own time where EXIF has none.

    Made for sorting: any file gives a text.
    """
    try:
        told = taken(exif_of(path))
        return told or datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y:%m:%d %H:%M:%S.%f")
    except OSError:
        return ""


def exif_of(path: Path) -> bytes | None:
    """The EXIF block of a file; of TIFF and camera RAW only the directories are read."""
    with path.open("rb") as file:
        head = file.read(16)
        if layout_of(head) or head.startswith(FUJIFILM) or head[4:12] == b"ftypcrx ":
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return metadata_of_raw(content).exif
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path) as picture:
                return without_mark(picture.info.get("exif"))
        except Exception:  # noqa: BLE001 - what is damaged is told when it is read
            return None


def taken(exif: bytes | None) -> str:
    """Date and time with fraction from the block; empty where it has none."""
    first = read_first(exif) if exif else None
    below = first.below.get(EXIF) if first else None
    date, fraction = (below.find(tag) if below else None for tag in (TAKEN, FRACTION))
    if date is None or not date.value[:4].isdigit():
        return ""
    values = [entry.value.rstrip(b"\0 ") for entry in (date, fraction) if entry]
    return b".".join(values).decode("ascii", "replace")
