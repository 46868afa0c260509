"""Strokes as JSON: in a file of their own, and in a record."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fusion.errors import FusionError, reason_of
from fusion.files.replacing import save_text
from fusion.files.small_files import read_small
from fusion.retouch.stroke import Brush, FrameSource, Point, Recipe, Retouch, Stroke, StrokeSource

VERSION = 1
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From each older version to the next; there is none yet."""
MOST_COORDINATE = 2.0**24


def content_of(retouch: Retouch) -> dict[str, Any]:
    """Strokes as they stand in a file, and in a record.

    Parameters
    ----------
    retouch
        The strokes.

    Returns
    -------
    dict
        ``parfocal_strokes`` (the version), ``reference`` and ``strokes``. A stroke has ``points``
        ([x, y, pressure] in pixels of the reference frame), ``radius_px``, ``hardness``, ``opacity``,
        ``flow``, ``snaps``, ``matches`` and ``source``: {"frame": …}, {"result": …} or null, which
        erases.

    Examples
    --------
    >>> content_of(Retouch((Stroke(((1.0, 2.0, 1.0),), Brush()),)))["strokes"][0]["points"]
    [[1.0, 2.0, 1.0]]
    """
    return {
        "parfocal_strokes": VERSION,
        "reference": None if retouch.reference is None else frame_content(retouch.reference),
        "strokes": [
            {
                "points": [list(point) for point in stroke.points],
                "radius_px": stroke.brush.radius_px,
                "hardness": stroke.brush.hardness,
                "opacity": stroke.brush.opacity,
                "flow": stroke.brush.flow,
                "snaps": stroke.brush.snaps,
                "matches": stroke.brush.matches,
                "source": source_content(stroke.brush.source),
            }
            for stroke in retouch.strokes
        ],
    }


def frame_content(source: FrameSource) -> dict[str, Any]:
    """A frame's name, without what says nothing."""
    fields = {"name": source.name, "sha256": source.sha256, "page": source.page}
    return {key: value for key, value in fields.items() if value not in (None, "")} | {
        "number": source.number
    }


def source_content(source: StrokeSource) -> dict[str, Any] | None:
    """A stroke's source."""
    if source is None:
        return None
    if isinstance(source, FrameSource):
        return {"frame": frame_content(source)}
    return {
        "result": {
            "method": source.method,
            "parameters": dict(source.parameters),
            "parameters_version": source.parameters_version,
            "frames": [frame_content(frame) for frame in source.frames],
            "slabs": list(source.slabs),
        }
    }


def retouch_from(content: Any, called: str) -> Retouch:
    """Strokes from what ``content_of`` made.

    Parameters
    ----------
    content
        Of the JSON file, or of the record.
    called
        The file's name, for messages.

    Returns
    -------
    Retouch

    Raises
    ------
    FusionError
        For content that is no strokes, and for that of a newer version.

    Examples
    --------
    >>> retouch = Retouch((Stroke(((1.0, 2.0, 1.0),), Brush(FrameSource("ab12"))),))
    >>> retouch_from(content_of(retouch), "strokes.json") == retouch
    True
    """
    try:
        written = content["parfocal_strokes"]
        if not isinstance(written, int) or written > VERSION:
            raise FusionError(
                "strokes-too-new", "{path} holds strokes of a newer Parfocal; take that one", path=called
            )
        for older in range(written, VERSION):
            content = MIGRATIONS[older](content)
        reference = content["reference"]
        return Retouch(
            tuple(stroke_from(entry) for entry in content["strokes"]),
            None if reference is None else frame_from(reference),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise FusionError(
            "no-strokes", "{path} holds no strokes of Parfocal ({reason})",
            path=called, reason=reason_of(error),
        ) from None  # fmt: skip


def stroke_from(entry: dict[str, Any]) -> Stroke:
    """One stroke; raises ``ValueError`` for one that is none."""
    points = tuple(point_from(point) for point in entry["points"])
    if not points:
        raise ValueError("a stroke without points")
    numbers = {key: number_from(entry[key]) for key in ("radius_px", "hardness", "opacity", "flow")}
    flags = {key: bool(entry[key]) for key in ("snaps", "matches")}
    return Stroke(points, Brush(source_from(entry["source"]), **numbers, **flags))  # type: ignore[arg-type]


def point_from(entry: Any) -> Point:
    """x, y and pressure."""
    x, y, pressure = (number_from(value) for value in entry)
    if max(abs(x), abs(y)) > MOST_COORDINATE or not 0 <= pressure <= 1:
        raise ValueError("a point out of range")
    return x, y, pressure


def number_from(value: Any) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r:.40} is no number")
    return float(value)


def source_from(entry: Any) -> StrokeSource:
    """A stroke's source."""
    if entry is None:
        return None
    if "frame" in entry:
        return frame_from(entry["frame"])
    made = entry["result"]
    size, overlap = made["slabs"]
    return Recipe(
        str(made["method"]),
        tuple(sorted(made["parameters"].items())),
        int(made["parameters_version"]),
        tuple(frame_from(frame) for frame in made["frames"]),
        (int(size), int(overlap)),
    )


def frame_from(entry: dict[str, Any]) -> FrameSource:
    """A frame's name."""
    page = entry.get("page")
    return FrameSource(
        str(entry.get("sha256", "")), None if page is None else int(page), int(entry["number"]),
        str(entry.get("name", "")),
    )  # fmt: skip


def save_strokes(retouch: Retouch, path: Path) -> Path:
    """Write strokes as JSON.

    Parameters
    ----------
    retouch
        The strokes.
    path
        Of the file.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FusionError
        Where the file cannot be written.

    Examples
    --------
    >>> retouch = Retouch((Stroke(((1.0, 2.0, 1.0),), Brush()),))
    >>> read_strokes(save_strokes(retouch, Path("strokes.json"))) == retouch
    True
    """
    return save_text(json.dumps(content_of(retouch), ensure_ascii=False) + "\n", path)


def read_strokes(path: Path) -> Retouch:
    """Read strokes.

    Parameters
    ----------
    path
        Of the JSON file.

    Returns
    -------
    Retouch
        To be given to ``fusion.fuse``.

    Raises
    ------
    FusionError
        For a file that cannot be read or holds none.

    Examples
    --------
    >>> read_strokes(Path("missing.json"))
    Traceback (most recent call last):
    fusion.errors.FusionError: missing.json cannot be read (No such file or directory); check the name
    """
    try:
        content = json.loads(read_small(path).decode("utf-8"))
    except (ValueError, RecursionError):
        raise FusionError(
            "no-strokes", "{path} holds no strokes of Parfocal ({reason})",
            path=path.name, reason="no JSON",
        ) from None  # fmt: skip
    return retouch_from(content, path.name)
