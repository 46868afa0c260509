"""OpenEXR: linear light of any brightness becomes floating point on the sRGB curve, in [0, 1].

The curve is that of photographs: focus is judged, and the window shows, on encoded values.
"""

from __future__ import annotations

import contextlib
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.files.colour.cicp import D65, PRIMARIES, described_profile, light_to_srgb
from fusion.files.options import ReadOptions
from fusion.files.readers.decoder_common import Decoded, refuse_too_many, where_numbers, where_opaque
from fusion.notes import Note
from fusion.photo import FloatMap

COLOUR, GREY = ("R", "G", "B"), ("Y",)
CLOSE = 0.002
"""Coordinates that differ by less are the same primaries."""
_mute = threading.Lock()


def read_exr(content: bytes, place: Path, options: ReadOptions) -> Decoded:
    """``float32``, RGB or grey. Values above 1 are cut off, with a note.

    The library's older ``InputFile`` is not used: it crashed on one damaged file of thirty.
    """
    import OpenEXR  # here, and not above: a tenth of a second that only OpenEXR needs

    with muted():
        (left, top), (right, bottom) = OpenEXR.File(io.BytesIO(content), header_only=True).header()[
            "dataWindow"
        ]
        width, height = int(right) - int(left) + 1, int(bottom) - int(top) + 1
        refuse_too_many(width, height, options.most_pixels, place)
        file = OpenEXR.File(io.BytesIO(content), separate_channels=True)
        channels, header = file.channels(), file.header()
    names = next((n for n in (COLOUR, GREY) if set(n) <= set(channels)), ())
    planes = [channels[name].pixels for name in names]
    if not planes or any(plane.shape != (height, width) or plane.dtype.kind != "f" for plane in planes):
        raise FusionError(
            "exr-without-colour-channels",
            "{path} has no channels R, G, B or Y of full size; save it as RGB",
            path=place,
        )
    notes: list[Note] = []
    opaque = None
    if "A" in channels and channels["A"].pixels.shape == (height, width):
        opaque = where_opaque(np.nan_to_num(channels["A"].pixels), notes)
    light = planes[0] if len(planes) == 1 else np.dstack(planes)
    light = np.clip(light, *limits_of(light.dtype))  # infinity is light too strong for the type
    numbers = where_numbers(light, notes)
    if numbers is not None:
        light = np.nan_to_num(light, nan=0.0)
        opaque = numbers if opaque is None else numbers & opaque
    profile = profile_of(header.get("chromaticities")) if names == COLOUR else None
    return Decoded(encoded(light, notes), profile, notes=tuple(notes), validity=opaque)


def limits_of(kind: np.dtype[Any]) -> tuple[float, float]:
    """The smallest and the largest finite number of a type."""
    return float(np.finfo(kind).min), float(np.finfo(kind).max)


def encoded(light: npt.NDArray[Any], notes: list[Note]) -> FloatMap:
    """Linear (H, W) or (H, W, 3) on the sRGB curve."""
    result = np.empty(light.shape, np.float32)
    cut = False
    for top in range(0, len(light), 256):  # strips bound the memory
        rows = light[top : top + 256].astype(np.float32)
        cut = cut or bool(rows.min() < 0 or rows.max() > 1)
        result[top : top + 256] = light_to_srgb(np.clip(rows, 0, 1))
    notes.append(Note("linear-light-to-srgb-curve", "Its linear light was put on the sRGB curve."))
    if cut:
        notes.append(Note("values-cut-off", "Its values below 0 and above 1 were cut off."))
    return result


def profile_of(chromaticities: tuple[float, ...] | None) -> bytes | None:
    """The profile of the file's own primaries on the sRGB curve; None for those of sRGB."""
    if chromaticities is None:
        return None
    if np.allclose(chromaticities, [*PRIMARIES[1], *D65], rtol=0, atol=CLOSE):
        return None
    return described_profile(tuple(chromaticities[:6]), tuple(chromaticities[6:]), None)


@contextlib.contextmanager
def muted() -> Iterator[None]:
    """A context in which the library's own messages on stdout and stderr are dropped."""
    with _mute, contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # no such stream in a program without a console
            kept = os.dup(2)
            stack.callback(os.close, kept)
            with open(os.devnull, "wb") as nothing:  # noqa: PTH123
                os.dup2(nothing.fileno(), 2)
            stack.callback(os.dup2, kept, 2)
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        yield
