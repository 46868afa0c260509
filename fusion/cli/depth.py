"""``depth``: a stack in, the depth of each pixel out, and views from beside the camera."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fusion.cli import dyes, registering, saving
from fusion.cli.bar import progress_bar
from fusion.cli.outputs import check_outputs
from fusion.contracts import Frames
from fusion.depth.animation import VIEWS, check_ending, encode_animation, rocking_views
from fusion.depth.depth_map import NEAR_FIRST, NEAR_LAST, DepthMap, DepthParameters, depth_of_used
from fusion.depth.mesh import glb_of
from fusion.depth.saving import COLOURS, GREY, save_confidence, save_depth
from fusion.depth.stereo import anaglyph, side_by_side
from fusion.depth.views import Bytes, for_views, reduced
from fusion.errors import FusionError, WrongUsageError
from fusion.files import load_photo, save_photo
from fusion.files.colour import profiles
from fusion.files.metadata.carried import as_map
from fusion.files.replacing import replace_whole
from fusion.files.writing import to_8_bit
from fusion.photo import FloatMap, Photo
from fusion.pipeline import fuse
from fusion.progress import Progress
from fusion.registry import methods
from fusion.result import FusionResult
from fusion.settings import AUTO, DEVICES, FusionSettings

MESH = ".glb"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Find the depth of each pixel, in frame numbers, from the frame in which it is sharpest; the "
        "frames are given in the order of their focus distances."
    )
    parser.epilog = "example: python -m fusion depth shots/ -o depth.png --animation rock.gif"
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="SOURCE",
        help="two pictures or more, in the order of their depth; a folder stands for its pictures",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT",
        help="the depth map; .png and .tif hold 16 bits and the scale",
    )
    parser.add_argument(
        "--colour", choices=COLOURS, default=GREY,
        help="grey: 16 bits with the scale; the others: 8 bits, for looking at (default: %(default)s)",
    )
    parser.add_argument(
        "--confidence", type=Path, metavar="FILE",
        help="also save how sure it is, white where it is sure",
    )
    parser.add_argument(
        "--near", choices=(NEAR_FIRST, NEAR_LAST), default=NEAR_FIRST,
        help="which frame is focused nearest; near is white (default: %(default)s)",
    )
    parser.add_argument(
        "--method", choices=[AUTO, *deciding()], default=AUTO,
        help="whose decision the depth starts from; spatial-frequency needs no network and is quick "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where to fuse (default: %(default)s)"
    )
    add_smoothing_options(parser)
    add_view_options(parser)
    registering.add_registration_options(parser)
    saving.add_reading_options(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)


def deciding() -> list[str]:
    """The methods that decide which frame gives each pixel."""
    return [name for name, method in methods().items() if method.kind == "decision"]


def add_smoothing_options(parser: argparse.ArgumentParser) -> None:
    """Add the parameters of the depth map."""
    default = DepthParameters()
    parser.add_argument(
        "--window-radius", type=int, default=default.window_radius, metavar="N",
        help="half side of the window over which sharpness is summed, in pixels (default: %(default)s)",
    )
    parser.add_argument(
        "--smoothness", type=float, default=default.smoothness, metavar="N",
        help="how far depth spreads from where it is sure, in pixels; 0: as measured "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--edge-contrast", type=float, default=default.edge_contrast, metavar="N",
        help="step of the luminance, from 0 to 1, that holds the smoothing back (default: %(default)s)",
    )


def add_view_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about views and the surface."""
    group = parser.add_argument_group("views and surface")
    group.add_argument(
        "--animation", type=Path, metavar="FILE", help="a view that rocks: .gif, .webp or .mp4"
    )
    group.add_argument(
        "--stereo", type=Path, metavar="FILE", help="the views of both eyes, side by side"
    )
    group.add_argument(
        "--anaglyph", type=Path, metavar="FILE", help="both views for red-cyan glasses"
    )
    group.add_argument(
        "--mesh", type=Path, metavar="FILE", help="the surface with its picture, for 3-D viewers: .glb"
    )
    group.add_argument(
        "--picture", type=Path, metavar="FILE",
        help="the fused picture that they show (default: that of --method)",
    )
    group.add_argument(
        "--strength", type=float, default=2.0, metavar="N",
        help="by how much near moves against far, in percent of the width (default: %(default)s)",
    )
    group.add_argument(
        "--relief", type=float, default=30.0, metavar="N",
        help="depth of the surface in percent of its width (default: %(default)s)",
    )
    group.add_argument(
        "--size", type=int, default=960, metavar="N",
        help="longer side of the animation in pixels, at most (default: %(default)s)",
    )


@dataclass(frozen=True)
class Relief:
    """What views are made from: an 8-bit picture, its profile, and the nearness of each pixel."""

    picture: Bytes
    profile: bytes | None
    nearness: FloatMap

    @property
    def in_srgb(self) -> Bytes:
        """The picture in the colours of files that hold no profile."""
        if self.profile is None:
            return self.picture
        moved = profiles.transform(self.picture, self.profile, profiles.srgb())
        return np.asarray(moved, np.uint8)


def run(options: argparse.Namespace) -> int:
    """Measure the depth and save what the options name; returns the exit code."""
    options.sources = saving.named_sources(options)
    sources = dyes.only_stack(options.sources, options.pages, options.dye).sources
    parameters = read_parameters(options)
    check_options(options, len(sources))
    settings = read_settings(options, len(sources))
    depths: list[DepthMap] = []
    with progress_bar() as progress:

        def measure(frames: Frames, result: FusionResult) -> None:
            assert result.registration is not None
            used = result.registration.used
            depths.append(depth_of_used(frames, used, result.decision, parameters, progress))

        given = registering.given_registration(options)
        result = fuse(
            sources, settings, progress, saving.reading_options(options), given, measure,
            check_first=size_check(options),
        )  # fmt: skip
        (depth,) = depths
        save_depth(depth, options.output, options.colour, options.near, options.sources)
        if options.confidence is not None:
            save_confidence(depth, options.confidence, options.sources)
        if wants_views(options):
            save_views(relief_of(result.photo, depth, options), options, progress)
    for note in result.notes:
        print(f"note: {note}", file=sys.stderr)
    sure = f"mean confidence {depth.confidence.mean():.2f}"
    print(f"{options.output}  ({depth.frames} frames, {result.settings.method}, {sure})")
    return 0


def size_check(options: argparse.Namespace) -> Callable[[Photo], None]:
    """What refuses a first frame that is too large for the formats of the results."""
    single = saving.size_checker((options.output, options.confidence, options.anaglyph))
    double = saving.size_checker((options.stereo,), widths=2)

    def check(first: Photo) -> None:
        single(first)
        double(first)

    return check


def read_settings(options: argparse.Namespace, frames: int) -> FusionSettings:
    """Method and registration of the fusion that the depth starts from."""
    registration = registering.registration_parameters(options, frames)
    return FusionSettings(options.method, None, options.device, registration)


def relief_of(fused: Photo, depth: DepthMap, options: argparse.Namespace) -> Relief:
    """The picture to be shown, given or fused, with the nearness of its pixels."""
    photo = fused if options.picture is None else load_photo(options.picture)
    if (photo.height, photo.width) != depth.index.shape:
        height, width = depth.index.shape
        raise FusionError(
            "picture-not-of-depth-size",
            "{path} is {width} × {height} pixels and the depth map {depth_width} × {depth_height}; take "
            "the picture that was fused from these frames",
            path=options.picture, width=photo.width, height=photo.height,
            depth_width=width, depth_height=height,
        )  # fmt: skip
    nearness = for_views(depth.nearness(options.near))
    return Relief(np.asarray(to_8_bit(photo.pixels), np.uint8), photo.profile, nearness)


def save_views(relief: Relief, options: argparse.Namespace, progress: Progress) -> None:
    """Save the animation, the stereo pictures and the surface that are asked for."""
    share, sources = options.strength / 100, options.sources
    if options.animation is not None:
        picture, nearness = reduced(relief.in_srgb, relief.nearness, options.size)
        views = rocking_views(picture, nearness, share * picture.shape[1], VIEWS, progress)
        progress("Saving the animation", 0, 1)
        replace_whole(options.animation, encode_animation(views, options.animation.suffix.lower()))
        progress("Saving the animation", 1, 1)
    shift = share * relief.picture.shape[1]
    if options.stereo is not None:
        both = side_by_side(relief.picture, relief.nearness, shift)
        save_photo(as_map(Photo(both, relief.profile), "stereo"), options.stereo, sources)
    if options.anaglyph is not None:
        both = anaglyph(relief.in_srgb, relief.nearness, shift)
        save_photo(as_map(Photo(both), "anaglyph"), options.anaglyph, sources)
    if options.mesh is not None:
        replace_whole(options.mesh, glb_of(relief.in_srgb, relief.nearness, options.relief / 100))


def wants_views(options: argparse.Namespace) -> bool:
    """Whether anything is asked for that shows the fused picture."""
    return any((options.animation, options.stereo, options.anaglyph, options.mesh))


def read_parameters(options: argparse.Namespace) -> DepthParameters:
    """The parameters from the options; raises ``WrongUsageError``."""
    try:
        return DepthParameters(options.window_radius, options.smoothness, options.edge_contrast)
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def check_options(options: argparse.Namespace, frames: int) -> None:
    """Raise before hours are spent where a number is impossible or a file could not be written."""
    if frames < 2:
        raise WrongUsageError(
            "too-few-files-for-depth", "a depth map takes two sources at least; give another file"
        )
    for name, low, high in (("strength", 0, 20), ("relief", 0, 500), ("size", 16, 8192)):
        value = getattr(options, name)
        if not low <= value <= high:
            raise WrongUsageError(
                "view-option-out-of-range",
                "--{option} is {value}; it must be from {lowest} to {highest}",
                option=name, value=value, lowest=low, highest=high,
            )  # fmt: skip
    check_results(options)


def check_results(options: argparse.Namespace) -> None:
    """Raise for files that could not be written, that are sources, or that are named twice."""
    check_outputs(
        [options.output, options.confidence, options.stereo, options.anaglyph],
        [options.animation, options.mesh],
        sources=[*options.sources, options.picture, options.transforms],
    )
    if options.animation is not None:
        check_ending(options.animation)
    if options.mesh is not None and options.mesh.suffix.lower() != MESH:
        raise FusionError(
            "unknown-mesh-ending", "the surface {name} must end in .glb", name=options.mesh.name
        )
