"""Options about strokes: a file with them laid over the result, and those of a result written out."""

from __future__ import annotations

import argparse
from pathlib import Path

from fusion.errors import FusionError
from fusion.record import read_record
from fusion.retouch.stroke import Retouch
from fusion.retouch.stroke_file import read_strokes, save_strokes


def add_stroke_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--strokes`` to a parser."""
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE",
        help="lay these strokes over the result: a file of strokes, or a result that was retouched, or "
        "its sidecar",
    )


def add_saving_of_strokes(parser: argparse.ArgumentParser) -> None:
    """Add ``--save-strokes`` to a parser."""
    parser.add_argument(
        "--save-strokes", type=Path, metavar="FILE",
        help="write the recorded strokes there, as JSON, for fuse --strokes",
    )


def strokes_of(options: argparse.Namespace) -> Retouch | None:
    """The strokes that the options name; None for none."""
    path: Path | None = options.strokes
    if path is None:
        return None
    retouch = read_any(path)
    if not retouch:
        raise FusionError(
            "file-without-strokes", "{path} has no strokes; leave --strokes out, or name a result that "
            "was retouched",
            path=path,
        )  # fmt: skip
    return retouch


def read_any(path: Path) -> Retouch:
    """The strokes of a file of strokes, of a picture or of its sidecar."""
    if path.suffix.lower() != ".json":
        return read_record(path).retouch
    try:
        return read_strokes(path)
    except FusionError as error:
        if error.code != "no-strokes":
            raise
    return read_record(path).retouch


def save_recorded(retouch: Retouch, path: Path | None) -> None:
    """Write the strokes of a record, where that is asked for."""
    if path is None:
        return
    if not retouch:
        raise FusionError(
            "no-strokes-recorded", "the record has no strokes; leave --save-strokes out"
        )
    save_strokes(retouch, path)
