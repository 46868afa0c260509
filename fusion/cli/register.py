"""``register``: find how frames lie against each other, and write it down, without fusing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fusion.cli import registering, saving
from fusion.cli.bar import progress_bar
from fusion.cli.outputs import check_outputs
from fusion.errors import WrongUsageError
from fusion.frames.matching import MatchingFrames
from fusion.register.apply import notes_of
from fusion.register.stack import register
from fusion.register.transform_file import save_transforms
from fusion.settings import MODELS, RegistrationParameters


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Find shift, scale, rotation and gain of every frame against the reference, and write them as "
        "JSON, which fuse --transforms takes."
    )
    parser.epilog = "example: python -m fusion register shots/ --transforms shots.json"
    registering.add_stack_options(parser)
    parser.add_argument(
        "--transforms", type=Path, metavar="FILE", required=True, help="the JSON file to write"
    )
    parser.add_argument(
        "--model", choices=MODELS[:1] + MODELS[2:], default="auto",
        help="the motion between the frames (default: %(default)s)",
    )
    parser.add_argument(
        "--reference", type=int, metavar="N",
        help="the reference frame, from 1 (default: the middle one)",
    )
    parser.add_argument(
        "--even-exposure", action=argparse.BooleanOptionalAction, default=True,
        help="also measure gains (default: yes)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Register what the options name and write the transforms; returns the exit code."""
    paths, sources = registering.stack_of(options)
    if options.reference is not None and not 1 <= options.reference <= len(sources):
        raise WrongUsageError(
            "no-such-frame", "there is no frame {number}; there are {count}, counted from 1",
            number=options.reference, count=len(sources),
        )  # fmt: skip
    check_outputs(files=[options.transforms], sources=paths)
    reference = None if options.reference is None else options.reference - 1
    parameters = RegistrationParameters(
        options.model, reference, even_exposure=options.even_exposure
    )
    with progress_bar() as progress:
        frames = MatchingFrames(sources, saving.reading_options(options), progress=progress)
        found = register(frames, parameters, progress, frames.name_of)
    save_transforms(found, options.transforms)
    for note in (*frames.notes, *notes_of(found)):
        print(f"note: {note}", file=sys.stderr)
    print(registering.table(found))
    print(options.transforms)
    return 0
