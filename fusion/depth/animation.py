"""A rocking animation: the view goes from side to side, as GIF, WebP or MP4."""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from fusion.depth.views import Bytes, view_from_side
from fusion.errors import FusionError
from fusion.photo import FloatMap
from fusion.progress import Progress, no_progress

ENDINGS = (".gif", ".webp", ".mp4")
VIEWS = 24
VIEW_MS = 80
ROUNDS_OF_A_FILM = 4
"""A film does not begin again by itself everywhere, so it holds the round several times."""


def rocking_views(
    picture: Bytes,
    nearness: FloatMap,
    shift_px: float,
    count: int = VIEWS,
    progress: Progress = no_progress,
) -> list[Bytes]:
    """One round of views from side to side, which can be repeated without a jump.

    Parameters
    ----------
    picture, nearness
        As for ``view_from_side``.
    shift_px
        By how many pixels near moves against far, from one end to the other.
    count
        How many views a round has.
    progress
        Called at each view.

    Returns
    -------
    list of Bytes
        The first is the picture itself.

    Examples
    --------
    >>> views = rocking_views(np.zeros((4, 6), np.uint8), np.zeros((4, 6), np.float32), 2, count=8)
    >>> len(views), views[0].shape
    (8, (4, 6))
    """
    views: list[Bytes] = []
    for number in range(count):
        progress("Making views", number, count)
        turned = math.sin(2 * math.pi * number / count)
        views.append(view_from_side(picture, nearness, shift_px / 2 * turned))
    progress("Making views", count, count)
    return views


def check_ending(path: Path) -> None:
    """Refuse an ending that names no animation."""
    if path.suffix.lower() not in ENDINGS:
        raise FusionError(
            "unknown-animation-ending",
            "the animation {name} must end in one of {known}, which says the format",
            name=path.name, known=", ".join(ENDINGS),
        )  # fmt: skip


def encode_animation(views: Sequence[Bytes], suffix: str) -> bytes:
    """The file of an animation that repeats; ``suffix`` is one of ``ENDINGS``."""
    if suffix == ".mp4":
        return encode_mp4(views)
    pictures = [Image.fromarray(view).convert("RGB") for view in views]
    buffer = io.BytesIO()
    if suffix == ".gif":
        first = pictures[0].quantize(256)  # one palette for all, or the colours would flicker
        painted = [first, *(picture.quantize(palette=first) for picture in pictures[1:])]
        painted[0].save(
            buffer, "GIF", save_all=True, append_images=painted[1:], duration=VIEW_MS, loop=0
        )
    else:
        pictures[0].save(
            buffer, "WEBP", save_all=True, append_images=pictures[1:], duration=VIEW_MS, loop=0,
            quality=85,
        )  # fmt: skip
    return buffer.getvalue()


def encode_mp4(views: Sequence[Bytes]) -> bytes:
    """An MP4 film (MPEG-4 Part 2); odd sides lose a line, which the format cannot hold."""
    height, width = (side - side % 2 for side in views[0].shape[:2])
    with tempfile.TemporaryDirectory(prefix="parfocal-") as folder:
        place = Path(folder) / "film.mp4"  # OpenCV writes to a name only
        code = cv2.VideoWriter.fourcc(*"mp4v")
        writer = cv2.VideoWriter(
            str(place), cv2.CAP_FFMPEG, code, 1000 / VIEW_MS, (width, height)
        )  # FFmpeg takes UTF-8 on Windows too
        if not writer.isOpened() or not (height and width):
            raise FusionError(
                "no-film-encoder", "this computer's OpenCV cannot write MP4; save as .webp or .gif"
            )
        for view in [*views] * ROUNDS_OF_A_FILM:
            code = cv2.COLOR_GRAY2BGR if view.ndim == 2 else cv2.COLOR_RGB2BGR
            writer.write(np.asarray(cv2.cvtColor(view[:height, :width], code)))
        writer.release()
        return place.read_bytes()
