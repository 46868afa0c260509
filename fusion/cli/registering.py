"""Options about registration that the commands share, and what they print of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from fusion.cli import dyes, saving
from fusion.errors import FusionError, WrongUsageError
from fusion.frames.sources import Source
from fusion.register.registration import FrameReport, Registration
from fusion.register.transform_file import read_transforms
from fusion.settings import MODELS, MULTIFOCUS, RegistrationParameters, default_registration


def add_registration_options(parser: argparse.ArgumentParser) -> None:
    """Add the options about how frames are registered to a parser."""
    group = parser.add_argument_group("registering")
    group.add_argument(
        "--align", choices=MODELS,
        help="the motion between the frames; auto: the simplest that explains them, and "
        "registered frames stay as they are (default: auto; none for infrared and visible)",
    )
    group.add_argument(
        "--reference", type=int, metavar="N",
        help="which frame's geometry the result has, from 1 (default: the middle one; the visible one, "
        "which is 2 after the infrared)",
    )
    size = group.add_mutually_exclusive_group()
    size.add_argument(
        "--crop", dest="keep_size", action="store_false", default=False,
        help="crop to what all frames show (default)",
    )
    size.add_argument(
        "--keep-size", dest="keep_size", action="store_true",
        help="keep the size of the reference; what a frame does not show is taken from the others",
    )
    group.add_argument(
        "--even-exposure", action=argparse.BooleanOptionalAction,
        help="even out exposure and white balance between the frames (default: yes; no for infrared and "
        "visible)",
    )
    group.add_argument(
        "--keep", type=int, nargs="+", default=[], metavar="N",
        help="frames, from 1, that take part whatever is found about them",
    )
    group.add_argument(
        "--leave-out", type=int, nargs="+", default=[], metavar="N",
        help="frames, from 1, that take no part",
    )
    group.add_argument(
        "--transforms", type=Path, metavar="FILE",
        help="read transforms and gains from there instead of looking for them",
    )


def registration_parameters(
    options: argparse.Namespace, count: int, purpose: str = MULTIFOCUS
) -> RegistrationParameters:
    """How frames are to be registered, what is not said by the default of the kind of fusion; raises
    ``WrongUsageError`` for a frame that there is not."""
    asked = [*options.keep, *options.leave_out]
    asked += [] if options.reference is None else [options.reference]
    for number in asked:
        if not 1 <= number <= count:
            raise WrongUsageError(
                "no-such-frame", "there is no frame {number}; there are {count}, counted from 1",
                number=number, count=count,
            )  # fmt: skip
    if len(set(options.leave_out)) >= count:
        raise WrongUsageError("all-left-out", "all frames are left out; keep one at least")
    usual = default_registration(purpose)
    even = options.even_exposure
    return RegistrationParameters(
        usual.model if options.align is None else options.align,
        usual.reference if options.reference is None else options.reference - 1,
        options.keep_size,
        usual.even_exposure if even is None else even,
        tuple(number - 1 for number in options.keep),
        tuple(number - 1 for number in options.leave_out),
    )


def add_stack_options(parser: argparse.ArgumentParser) -> None:
    """Add the frames of a stack, and how they are read, to a parser."""
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="FRAME", help="pictures, or a folder of them"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    saving.add_reading_options(parser)


def stack_of(options: argparse.Namespace) -> tuple[list[Path], tuple[Source, ...]]:
    """The files of a stack and its frames; raises ``WrongUsageError`` for fewer than two."""
    paths = saving.named_sources(options)
    sources = dyes.only_stack(paths, options.pages, options.dye).sources
    if len(sources) < 2:
        raise WrongUsageError(
            "too-few-files-to-register", "registering takes two frames at least; give another file"
        )
    return paths, sources


def given_registration(options: argparse.Namespace) -> Registration | None:
    """The transforms of ``--transforms``, if it is given; raises ``WrongUsageError``."""
    if options.transforms is None:
        return None
    try:
        return read_transforms(options.transforms)
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def table(registration: Registration) -> str:
    """What was found, a line a frame."""
    rows = [
        f"{'':>4} {'frame':<24} {'shift x, y px':>16} {'scale':>8} {'turn °':>7} "
        f"{'gain r, g, b':>18} {'agree':>6} {'error':>6} {'sharp':>6}"
    ]
    rows += [row(number, frame) for number, frame in enumerate(registration.frames, 1)]
    return "\n".join(rows)


def row(number: int, frame: FrameReport) -> str:
    """One line of the table."""
    x, y = frame.shift_px
    gain = " ".join(f"{value:.3f}" for value in frame.transform.gain)
    state = "" if frame.used else "  left out"
    flags = f"  {', '.join(frame.flags)}" if frame.flags else ""
    return (
        f"{number:>4} {frame.name[:24]:<24} {x:>z8.2f}{y:>z8.2f} {frame.scale:>8.4f} "
        f"{frame.rotation_deg:>z7.2f} {gain:>18} {frame.inliers:>6.0%} "
        f"{max(frame.error_px, frame.closure_px):>6.2f} {frame.sharpness:>6.0%}{flags}{state}"
    )
