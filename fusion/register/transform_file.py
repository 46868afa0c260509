"""Transforms and gains as JSON: written by one fusion, given back to another of the same stack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fusion.displacement import TAPS, Displacement
from fusion.errors import FusionError, reason_of
from fusion.files.replacing import save_text
from fusion.files.small_files import read_small
from fusion.frames.displaced import area_of_all
from fusion.register.registration import FittedModel, FrameReport, Registration
from fusion.transform import Transform, normalised

VERSION = 2
"""2 knows displacements; a file without any is of version 1, which older programs read."""
MOST_KNOTS = 512
"""Along an axis."""
LONGEST_SIDE = 2**24


def content_of(registration: Registration) -> dict[str, Any]:
    """A registration as it stands in a file of transforms, and in a record.

    Parameters
    ----------
    registration
        What was found.

    Returns
    -------
    dict
        ``version``, ``model``, ``reference`` (from 0), ``size``, ``area`` (top, left, bottom, right) and
        ``frames``, one for each source in order: ``name``, ``matrix`` (3 × 3 rows, taking pixel
        (x, y, 1) of the reference to the frame's), perhaps ``displacement`` (``knots``, ``spacing`` and
        ``origin`` of ``fusion.displacement``), ``gain`` (frame × gain = reference, in linear light),
        ``used``, ``error_px`` and ``flags``.

    Examples
    --------
    >>> whole = slice(0, 4), slice(0, 6)
    >>> content = content_of(Registration("none", 0, (4, 6), whole, (FrameReport("a.png"),)))
    >>> content["frames"][0]["matrix"][0], content["area"]
    ([1.0, 0.0, 0.0], [0, 0, 4, 6])
    """
    rows, columns = registration.area
    return {
        "version": VERSION if any(each.transform.displacement for each in registration.frames) else 1,
        "model": registration.model,
        "reference": registration.reference,
        "size": list(registration.size),
        "area": [rows.start, columns.start, rows.stop, columns.stop],
        "frames": [
            {
                "name": frame.name,
                "matrix": frame.transform.matrix.tolist(),
                "gain": list(frame.transform.gain),
                **displacement_content(frame.transform.displacement),
                "used": frame.used,
                "error_px": round(frame.error_px, 4),
                "flags": list(frame.flags),
            }
            for frame in registration.frames
        ],
    }


def registration_from(content: Any, called: str, shape: tuple[int, int] | None = None) -> Registration:
    """A registration from what ``content_of`` made, or another program with the same fields.

    Parameters
    ----------
    content
        Of the JSON file; only ``version``, ``reference`` and ``frames`` with ``matrix`` are needed.
    called
        The file's name, for messages.
    shape
        (H, W) of the frames, where the file does not say it.

    Returns
    -------
    Registration
        Without what is only told (sharpness, inliers).

    Raises
    ------
    FusionError
        For content that is no transforms.

    Examples
    --------
    >>> frames = [{"matrix": np.eye(3).tolist()}, {"matrix": [[1, 0, 2], [0, 1, 0], [0, 0, 1]]}]
    >>> found = registration_from({"version": 1, "reference": 0, "frames": frames}, "t.json", (4, 6))
    >>> found.area, found.frames[1].transform.matrix[0].tolist()
    ((slice(0, 4, None), slice(0, 4, None)), [1.0, 0.0, 2.0])
    """
    try:
        if whole_number(content["version"], LONGEST_SIDE) > VERSION:
            raise FusionError(
                "transforms-too-new", "{path} was written by a newer Parfocal; take that one",
                path=called,
            )  # fmt: skip
        frames = tuple(frame_from(entry, number) for number, entry in enumerate(content["frames"]))
        height, width = size_from(content.get("size"), shape)
        reference, model = whole_number(content["reference"], len(frames)), content.get("model")
        area = area_of(content.get("area"), frames, height, width)
    except FusionError:
        raise
    except (
        KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError,
        np.linalg.LinAlgError,
    ) as error:  # fmt: skip
        raise FusionError(
            "no-transforms", "{path} holds no transforms of Parfocal ({reason}); write them with "
            "register --transforms",
            path=called, reason=reason_of(error),
        ) from None  # fmt: skip
    return Registration(as_model(model), reference, (height, width), area, frames)


def whole_number(value: Any, below: int) -> int:
    """A number of the file that counts something; raises ``ValueError`` for any other value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"{value!r:.40} is no whole number")
    if not 0 <= value < below:
        raise ValueError(f"{value!r:.40} is out of range")
    return int(value)


def size_from(given: Any, shape: tuple[int, int] | None) -> tuple[int, int]:
    """(H, W) of the frames: as the file says, else ``shape``, else not known."""
    height, width = given or shape or (0, 0)
    return whole_number(height, LONGEST_SIDE), whole_number(width, LONGEST_SIDE)


def as_model(name: Any) -> FittedModel:
    """A model by its name; any motion is a homography."""
    known: dict[str, FittedModel] = {
        "none": "none", "shift": "shift", "similarity": "similarity", "affine": "affine",
        "field": "field",
    }  # fmt: skip
    return known.get(str(name), "homography")


def area_of(
    given: Any, frames: Sequence[FrameReport], height: int, width: int
) -> tuple[slice, slice]:
    """The crop that is given, or what all used frames show."""
    whole = slice(0, height), slice(0, width)
    if given is not None:
        top, left, bottom, right = given
        rows = slice(whole_number(top, height), whole_number(bottom, height + 1))
        columns = slice(whole_number(left, width), whole_number(right, width + 1))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            raise ValueError("the area is empty")
        return rows, columns
    used = [frame.transform for frame in frames if frame.used]
    return area_of_all(used, (height, width)) or whole


def frame_from(entry: Any, number: int) -> FrameReport:
    """One frame of a file; raises ``ValueError`` for a matrix that is none."""
    matrix = np.asarray(entry["matrix"], np.float64)
    gain = tuple(float(value) for value in entry.get("gain", (1.0, 1.0, 1.0)))
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-9:
        raise ValueError(f"the matrix of frame {number + 1} is none")
    if len(gain) != 3 or not all(0 < value < 1e4 for value in gain):
        raise ValueError(f"the gain of frame {number + 1} is none")
    flags, error = entry.get("flags", ()), float(entry.get("error_px", 0.0))
    if not all(isinstance(flag, str) for flag in flags):
        raise ValueError(f"the flags of frame {number + 1} are none")
    return FrameReport(
        str(entry.get("name", f"source {number + 1}")),
        Transform(
            normalised(matrix), (gain[0], gain[1], gain[2]), displacement_from(entry, number)
        ),
        error_px=error if np.isfinite(error) else 0.0,
        flags=tuple(flags),
        used=bool(entry.get("used", True)),
    )


def displacement_content(bend: Displacement | None) -> dict[str, Any]:
    """A displacement as it stands in a file, under its name; nothing where there is none."""
    if bend is None:
        return {}
    content = {
        "knots": bend.knots.tolist(), "spacing": bend.spacing, "origin": list(bend.origin),
    }  # fmt: skip
    return {"displacement": content}


def displacement_from(entry: Any, number: int) -> Displacement | None:
    """The displacement of one frame of a file; raises ``ValueError`` for one that is none."""
    given = entry.get("displacement")
    if given is None:
        return None
    knots = np.asarray(given["knots"], np.float64)
    spacing, (x, y) = float(given["spacing"]), (float(value) for value in given["origin"])
    fits = knots.ndim == 3 and len(knots) == 2 and min(knots.shape[1:]) >= TAPS
    known = np.isfinite(knots).all() and np.isfinite((spacing, x, y)).all() and spacing > 0
    if not fits or max(knots.shape) > MOST_KNOTS or not known or np.abs(knots).max() > LONGEST_SIDE:
        raise ValueError(f"the displacement of frame {number + 1} is none")
    return Displacement(knots, spacing, (x, y))


def save_transforms(registration: Registration, path: Path) -> Path:
    """Write transforms and gains as JSON.

    Parameters
    ----------
    registration
        What was found.
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
    >>> whole = slice(0, 4), slice(0, 6)
    >>> found = Registration("none", 0, (4, 6), whole, (FrameReport("a.png"),))
    >>> read_transforms(save_transforms(found, Path("transforms.json"))).frames[0].name
    'a.png'
    """
    return save_text(json.dumps(content_of(registration), ensure_ascii=False, indent=1) + "\n", path)


def read_transforms(path: Path, shape: tuple[int, int] | None = None) -> Registration:
    """Read transforms and gains.

    Parameters
    ----------
    path
        Of the JSON file.
    shape
        (H, W) of the frames, where the file does not say it.

    Returns
    -------
    Registration
        To be given to ``fusion.fuse``.

    Raises
    ------
    FusionError
        For a file that cannot be read or holds none.

    Examples
    --------
    >>> read_transforms(Path("missing.json"))
    Traceback (most recent call last):
    fusion.errors.FusionError: missing.json cannot be read (No such file or directory); check the name
    """
    text = read_small(path)
    try:
        content = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise FusionError(
            "no-transforms", "{path} holds no transforms of Parfocal ({reason}); write them with "
            "register --transforms",
            path=path.name, reason="no JSON",
        ) from None  # fmt: skip
    return registration_from(content, path.name, shape)
