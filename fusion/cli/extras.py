"""What ``fuse`` saves beside the result: registered frames, transforms, depth."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from fusion.contracts import Frames
from fusion.depth.depth_map import depth_of_used
from fusion.depth.saving import save_depth
from fusion.errors import FusionError, WrongUsageError
from fusion.files import save_photo
from fusion.files.writing import refuse_source, refuse_unwritable_folder
from fusion.pipeline import FusionResult
from fusion.progress import Progress
from fusion.register.transform_file import save_transforms


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


def finish_of(
    options: argparse.Namespace, progress: Progress
) -> Callable[[Frames, FusionResult], None] | None:
    """What is to be saved while the registered frames are there; None for nothing."""
    if options.save_aligned is not None:
        refuse_aligned(options.save_aligned, options.sources)
    if options.save_transforms is not None:
        refuse_unwritable_folder(options.save_transforms)
        refuse_source(options.save_transforms, options.sources)
    if options.depth is None and options.save_transforms is None and options.save_aligned is None:
        return None

    def finish(frames: Frames, result: FusionResult) -> None:
        assert result.registration is not None
        if options.save_transforms is not None:
            save_transforms(result.registration, options.save_transforms)
        if options.save_aligned is not None:
            save_aligned(frames, result, options.save_aligned, progress)
        if options.depth is not None:
            used = result.registration.used
            depth = depth_of_used(frames, used, result.decision, progress=progress)
            save_depth(depth, options.depth, sources=options.sources)

    return finish


def refuse_aligned(folder: Path, sources: list[Path]) -> None:
    """Raise where a registered frame would be written over a source, or the folder is a file."""
    if folder.exists() and not folder.is_dir():
        raise WrongUsageError("path-is-no-folder", "{path} is no folder; name another", path=folder)
    for number, source in enumerate(sources):
        refuse_source(folder / aligned_name(number, source.name), sources)


def aligned_name(number: int, name: str) -> str:
    """The name of a registered frame's file."""
    return f"{number + 1:03d}_{Path(name).stem or 'frame'}.tif"


def save_aligned(frames: Frames, result: FusionResult, folder: Path, progress: Progress) -> None:
    """Save the registered frames that take part, with profile and metadata."""
    assert result.registration is not None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FusionError(
            "folder-not-made", "the folder {folder} cannot be made ({reason}); choose another one",
            folder=folder, reason=error.strerror,
        ) from None  # fmt: skip
    used = result.registration.used
    for done, number in enumerate(used):
        progress("Saving the registered frames", done, len(used))
        name = aligned_name(number, result.registration.frames[number].name)
        save_photo(frames[number], folder / name)
        frames.release()
    progress("Saving the registered frames", len(used), len(used))
