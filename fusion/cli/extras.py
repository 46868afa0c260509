"""What ``fuse`` saves beside the result: registered frames, layers, transforms, depth."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from fusion.contracts import Frames
from fusion.depth.depth_map import depth_of_used
from fusion.depth.saving import save_depth
from fusion.files import save_photo
from fusion.files.outputs import make_folder, refuse_outputs
from fusion.layered.saving import LayeredResult, save_layered
from fusion.progress import Progress
from fusion.register.transform_file import save_transforms
from fusion.result import FusionResult


def add_extra_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that name further files to write."""
    parser.add_argument(
        "--depth", type=Path, metavar="FILE",
        help="also save the depth of each pixel, .png or .tif; see the command depth",
    )
    parser.add_argument(
        "--save-transforms", type=Path, metavar="FILE",
        help="also write how each frame was registered, as JSON, for --transforms",
    )
    parser.add_argument(
        "--save-aligned", type=Path, metavar="FOLDER",
        help="also save the registered frames there, as TIFF",
    )
    parser.add_argument(
        "--layers", type=Path, metavar="FILE",
        help="also save the result with each registered frame as a layer, whose mask says where it is "
        "seen: .psd, or .psb for what is larger",
    )


def finish_of(
    options: argparse.Namespace, progress: Progress
) -> Callable[[Frames, FusionResult], None] | None:
    """What is to be saved while the registered frames are there; None for nothing."""
    wanted = (options.depth, options.save_transforms, options.save_aligned, options.layers)
    if all(place is None for place in wanted):
        return None

    def finish(frames: Frames, result: FusionResult) -> None:
        """Save transforms, frames, layers and depth, as far as they were asked for."""
        assert result.registration is not None
        if options.save_transforms is not None:
            save_transforms(result.registration, options.save_transforms)
        if options.save_aligned is not None:
            save_aligned(frames, result, options.save_aligned, progress, options.sources)
        if options.layers is not None:
            layered = layered_result(frames, result)
            save_layered(layered, options.layers, options.sources, progress, not options.no_location)
        if options.depth is not None:
            used = result.registration.used
            depth = depth_of_used(frames, used, result.decision, progress=progress)
            save_depth(depth, options.depth, sources=options.sources)

    return finish


def layered_result(frames: Frames, result: FusionResult) -> LayeredResult:
    """A result with its registered frames, for a file with layers."""
    registration = result.registration
    assert registration is not None
    names = [frame.name for frame in registration.frames]
    return LayeredResult(result.photo, frames, registration.used, names, result.decision)


def aligned_files(folder: Path | None, places: Sequence[Path]) -> list[Path]:
    """The files of the registered frames of sources; none where they are not saved."""
    if folder is None:
        return []
    return [folder / aligned_name(number, place.name) for number, place in enumerate(places)]


def aligned_name(number: int, name: str) -> str:
    """The name of a registered frame's file."""
    return f"{number + 1:03d}_{Path(name).stem or 'frame'}.tif"


def save_aligned(
    frames: Frames, result: FusionResult, folder: Path, progress: Progress, sources: Sequence[Path]
) -> None:
    """Save the registered frames that take part, with profile and metadata."""
    assert result.registration is not None
    make_folder(folder)
    used = result.registration.used
    for done, number in enumerate(used):
        progress("Saving the registered frames", done, len(used))
        name = aligned_name(number, result.registration.frames[number].name)
        refuse_outputs([], sources, [folder / name])
        save_photo(frames[number], folder / name)
        frames.release()
    progress("Saving the registered frames", len(used), len(used))
