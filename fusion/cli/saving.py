"""Options about files that the commands share: how RAW is developed, how results are saved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from fusion.files.folders import TWINS
from fusion.files.names import expand
from fusion.files.options import RAW_SPACES, SUBSAMPLINGS, TIFF_COMPRESSIONS, ReadOptions, SaveOptions
from fusion.files.writing import refuse_too_large
from fusion.notes import Note
from fusion.photo import Photo


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about reading to a parser."""
    group = parser.add_argument_group("reading")
    group.add_argument(
        "--sort", choices=("name", "time"), default="name",
        help="order of a folder's pictures: by name, or by the time they were taken (default: name)",
    )
    group.add_argument(
        "--raw-beside-jpeg", choices=TWINS, default=TWINS[0],
        help="what is taken of a folder's RAW and JPEG of one shot; auto: RAW, or JPEG where only that "
        "is complete (default: %(default)s)",
    )
    group.add_argument(
        "--pages", action="store_true",
        help="take every page of a TIFF as a source; of a z-stack of several dyes, each dye gives a "
        "stack of its own",
    )
    group.add_argument(
        "--dye", type=int, metavar="N",
        help="take the pages of one dye (channel) of a z-stack, from 1; dyes are never mixed",
    )
    group.add_argument(
        "--raw-space", choices=RAW_SPACES, default="srgb",
        help="colour space in which camera RAW is developed (default: %(default)s)",
    )


def add_saving_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about saving to a parser."""
    default, group = SaveOptions(), parser.add_argument_group("saving")
    group.add_argument(
        "--no-location", action="store_true", help="leave position and place names out of the result"
    )
    group.add_argument(
        "--sidecar", action="store_true",
        help="also write OUT.json, which says what made the result; see the command repeat",
    )
    group.add_argument(
        "--jpeg-quality", type=int, default=default.jpeg_quality, metavar="N",
        help="1 to 100 (default: %(default)s)",
    )
    group.add_argument(
        "--jpeg-subsampling", choices=SUBSAMPLINGS, default=default.jpeg_subsampling,
        help="size of the colour channels (default: %(default)s, full)",
    )
    group.add_argument(
        "--png-level", type=int, default=default.png_level, metavar="N",
        help="effort of compression, 0 to 9 (default: %(default)s)",
    )
    group.add_argument(
        "--tiff-compression", choices=TIFF_COMPRESSIONS, default=default.tiff_compression,
        help="(default: %(default)s)",
    )
    group.add_argument(
        "--webp-quality", type=int, default=default.webp_quality, metavar="N",
        help="1 to 100; 100 keeps every pixel as it is (default: %(default)s)",
    )


def named_sources(options: argparse.Namespace) -> list[Path]:
    """The files that the options name, folders replaced by their pictures; stderr tells what of these
    was left out."""
    notes: list[Note] = []
    found = expand(options.sources, options.sort == "time", options.raw_beside_jpeg, notes)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    return found


def size_checker(places: Sequence[Path | None], widths: int = 1) -> Callable[[Photo], None]:
    """What raises for a first frame that is too large for the format of one of ``places``; ``widths``
    stand beside each other in a result."""

    def check(first: Photo) -> None:
        for place in places:
            if place is not None:
                refuse_too_large(widths * first.width, first.height, place)

    return check


def reading_options(options: argparse.Namespace) -> ReadOptions:
    return ReadOptions(raw_space=options.raw_space)


def saving_options(options: argparse.Namespace) -> SaveOptions:
    """``SaveOptions`` from the options; raises ``FusionError`` for a number out of range."""
    return SaveOptions(
        options.jpeg_quality, options.jpeg_subsampling, options.png_level, options.tiff_compression,
        not options.no_location, webp_quality=options.webp_quality,
    )
