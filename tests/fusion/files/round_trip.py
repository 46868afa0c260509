"""What survives saving.

``python -m tests.fusion.files.round_trip`` writes the table into docs/user/files.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from fusion import Metadata, Photo, load_photo, save_photo
from fusion.files.colour import profiles
from fusion.files.metadata.exif import orientation_of
from fusion.files.metadata.ifd import EXIF, GPS, read_first
from fusion.files.metadata.xmp import record_in, with_record
from tests.fusion.files.test_metadata import IPTC, MAKER_NOTE, XMP, camera_block, values
from tests.made import texture

PAGE = Path(__file__).resolve().parents[3] / "docs" / "user" / "files.md"
BEGIN, END = "<!-- made by python -m tests.fusion.files.round_trip -->\n", "<!-- end -->\n"
FORMATS = {"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif", "WebP": ".webp", "BMP": ".bmp"}
HEAD = ("format", "in", "out", "pixels", "ICC", "EXIF", "maker note", "GPS", "XMP", "IPTC", "record")


def photos() -> Iterator[tuple[str, Photo]]:
    """One photo of each depth and kind, with everything that can belong to it."""
    packet = with_record(XMP, '{"parfocal_record": 1}')
    metadata = Metadata(camera_block(), packet, IPTC)
    colour = texture(48, 64)
    for name, pixels in (
        ("8 bit", colour), ("16 bit", colour.astype(np.uint16) * 257 + np.uint16(3)),
        ("float", colour / np.float32(255)), ("8 bit grey", colour[:, :, 0].copy()),
        ("16 bit grey", colour[:, :, 0].astype(np.uint16) * 257 + np.uint16(3)),
    ):  # fmt: skip
        grey = pixels.ndim == 2
        yield name, Photo(pixels, None if grey else profiles.raw_profile("adobe"), metadata)


def row(name: str, depth: str, photo: Photo, folder: Path) -> list[str]:
    """What came back of a photo from one format."""
    back = load_photo(save_photo(photo, folder / f"a{FORMATS[name]}"))
    exif, xmp = back.metadata.exif, back.metadata.xmp or b""
    first = read_first(exif or b"")
    kept = {
        "EXIF": values(exif, 271) == b"Maker\0" and orientation_of(exif) == 1,
        "maker note": values(exif, MAKER_NOTE, EXIF) == b"MAKER note 0123456789"[:20],
        "GPS": first is not None and GPS in first.below,
        "XMP": "ä漢🌸".encode() in xmp,
        "IPTC": back.metadata.iptc == IPTC or ("in XMP" if b"macro" in xmp else False),
        "record": bool(xmp) and record_in(xmp) is not None,
    }
    same = "-" if photo.profile is None else tick(back.profile == photo.profile)
    kinds = {"uint8": "8", "uint16": "16", "float32": "float"}
    return [name, depth, kinds[back.pixels.dtype.name], compared(photo, back), same,
            *(tick(value) for value in kept.values())]  # fmt: skip


def tick(kept: bool | str) -> str:
    return kept if isinstance(kept, str) else "✓" if kept else "no"


def compared(photo: Photo, back: Photo) -> str:
    """Equal, rounded, or how far off on average, in 8-bit steps."""
    if back.pixels.dtype == photo.pixels.dtype and np.array_equal(back.pixels, photo.pixels):
        return "equal"
    if back.pixels.ndim != photo.pixels.ndim:
        as_grey = replace(back, pixels=np.ascontiguousarray(back.pixels[:, :, 1]))
        return f"{compared(photo, as_grey)}, as RGB"
    apart = np.abs(back.pixels / back.white - photo.pixels / photo.white) * 255
    return "rounded" if apart.max() <= 0.51 else f"± {apart.mean():.0f}"


def table() -> str:
    """The whole table in Markdown."""
    lines = [HEAD, ("---",) * len(HEAD)]
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            lines += [tuple(row(name, depth, photo, Path(folder))) for depth, photo in photos()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
