"""Options of ``fuse`` about slabs of a long stack."""

from __future__ import annotations

import argparse
from pathlib import Path

from fusion.errors import FusionError, WrongUsageError
from fusion.files import save_photo
from fusion.files.outputs import make_folder, refuse_outputs
from fusion.photo import Photo
from fusion.settings import SlabParameters
from fusion.slabs import SaveSlab, slabs_of, wanted_slabs


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

    def save(number: int, photo: Photo) -> None:
        make_folder(folder)
        place = folder / slab_name(number)
        refuse_outputs([], options.sources, [place])
        save_photo(photo, place, options.sources)

    return save


def slab_files(folder: Path | None, parameters: SlabParameters, count: int) -> list[Path]:
    """The files of the slabs of ``count`` sources; none where they are not saved."""
    if folder is None:
        return []
    return [folder / slab_name(number + 1) for number in range(len(wanted_slabs(parameters, count)))]


def slab_name(number: int) -> str:
    """The name of a slab's file; slabs are counted from 1."""
    return f"slab_{number:03d}.tif"
