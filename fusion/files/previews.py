"""The small picture that a camera puts into its files: there long before the photograph is decoded."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from fusion.files.decoded import turn_upright
from fusion.files.exif import orientation_of, thumbnail_in, without_mark
from fusion.files.kinds import kind_of

Preview = npt.NDArray[np.uint8]
LARGEST_SIDE = 640
HEAD_BYTES = 65_536
MOST_PIXELS = 100_000_000
ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
"""LibRaw's turns as EXIF names them."""


def preview_of(path: Path) -> Preview | None:
    """(H, W, 3), upright, 640 pixels at most a side; None where the file holds none.

    The EXIF thumbnail of a JPEG, the preview of camera RAW. Its colours are the camera's and are not
    converted. Never raises: what is wrong with a file is told when it is read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if not path.is_file():  # a pipe would wait for ever
                return None
            with path.open("rb") as file:
                kind = kind_of(file.read(HEAD_BYTES), path.suffix.lower())
            if kind == "JPEG":
                return preview_of_jpeg(path)
            return preview_of_raw(path) if kind == "RAW" else None
        except Exception:  # noqa: BLE001 - damage of any kind means that there is no preview
            return None


def preview_of_jpeg(path: Path) -> Preview | None:
    """The EXIF thumbnail without the black bars that fill it up to 4:3."""
    with Image.open(path, formats=("JPEG",)) as picture:
        size, block = picture.size, without_mark(picture.info.get("exif"))
    small = thumbnail_in(block) if block else None
    if small is None:
        return None
    pixels = cut_to_shape(decoded(small), *size)
    return np.ascontiguousarray(turn_upright(pixels, orientation_of(block)))


def preview_of_raw(path: Path) -> Preview | None:
    """What the camera developed by itself."""
    import rawpy

    with path.open("rb") as file, rawpy.imread(file) as raw:
        turned = ORIENTATION_OF_FLIP.get(raw.sizes.flip, 1)
        small = raw.extract_thumb()
    content = small.data
    pixels = decoded(content) if isinstance(content, bytes) else as_small_rgb(Image.fromarray(content))
    return np.ascontiguousarray(turn_upright(pixels, turned))


def decoded(content: bytes) -> Preview:
    """A JPEG, decoded no larger than it is shown."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("larger than any preview")
        picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        return as_small_rgb(picture)


def as_small_rgb(picture: Image.Image) -> Preview:
    small = picture.convert("RGB")
    small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return np.asarray(small)


def cut_to_shape(pixels: Preview, width: int, height: int) -> Preview:
    """The middle of ``pixels`` in the shape of a picture of ``width`` × ``height``."""
    high, wide = pixels.shape[:2]
    rows = max(1, min(high, round(wide * height / width)))
    columns = max(1, min(wide, round(high * width / height)))
    top, left = (high - rows) // 2, (wide - columns) // 2
    return pixels[top : top + rows, left : left + columns]
