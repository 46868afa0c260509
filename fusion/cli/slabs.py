"""Options of ``fuse`` about slabs of a long stack."""

from __future__ import annotations

import argparse
from pathlib import Path

from fusion.errors import FusionError, WrongUsageError
from fusion.files import save_photo
from fusion.photo import Photo
from fusion.settings import SlabParameters
from fusion.slabs import SaveSlab, slabs_of


def add_slab_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about slabs to a parser."""
    group = parser.add_argument_group("slabs")
    group.add_argument(
        "--slabs", type=int, default=0, metavar="N",
        help="fuse N consecutive sources at a time, and then these results (default: all at once)",
    )
    group.add_argument(
        "--overlap", type=int, metavar="N",
        help="sources that a slab shares with the next one (default: 3, or less in small slabs)",
    )
    group.add_argument(
        "--save-slabs", type=Path, metavar="FOLDER",
        help="also save the result of each slab there, as TIFF; they can be sources themselves",
    )


def slab_parameters(options: argparse.Namespace) -> SlabParameters:
    """Size and overlap of slabs; raises ``WrongUsageError`` where they do not fit together."""
    if not options.slabs:
        if options.overlap is not None or options.save_slabs is not None:
            raise WrongUsageError(
                "slabs-not-asked",
                "--overlap and --save-slabs need --slabs: how many sources make a slab",
            )
        return SlabParameters()
    if options.decision_map is not None:
        raise WrongUsageError(
            "no-map-of-slabs",
            "slabs are fused twice and have no decision map; leave --decision-map or --slabs out",
        )
    overlap = min(3, options.slabs - 1) if options.overlap is None else options.overlap
    try:
        slabs_of(1, options.slabs, overlap)
        return SlabParameters(options.slabs, overlap)
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def slab_saver(options: argparse.Namespace) -> SaveSlab | None:
    """What saves the result of each slab; None where that is not asked for."""
    folder: Path | None = options.save_slabs
    if folder is None:
        return None
    if folder.exists() and not folder.is_dir():
        raise WrongUsageError("slabs-no-folder", "{path} is no folder; name another", path=folder)

    def save(number: int, photo: Photo) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        save_photo(photo, folder / f"slab_{number:03d}.tif", options.sources)

    return save
