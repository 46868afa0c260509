"""``check``: look at a stack before hours are spent on it."""

from __future__ import annotations

import argparse
import sys

from fusion.cli import registering, saving
from fusion.cli.bar import progress_bar
from fusion.frames.distinct import DistinctFrames
from fusion.frames.matching import MatchingFrames
from fusion.register.apply import notes_of
from fusion.register.expectation import expectation
from fusion.register.stack import register
from fusion.settings import RegistrationParameters


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Register the frames of a stack without fusing them, and say what is wrong with any of them "
        "and how much time and memory fusing is going to take. Nothing is written."
    )
    parser.epilog = "example: python -m fusion check shots/"
    registering.add_stack_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check what the options name; returns the exit code, 0 also where a frame has to be left out."""
    _, sources = registering.stack_of(options)
    with progress_bar() as progress:
        frames = MatchingFrames(sources, saving.reading_options(options), progress=progress)
        found = register(frames, RegistrationParameters(), progress, frames.name_of)
    print(registering.table(found))
    alike = DistinctFrames(frames).notes(frames.name_of)
    for note in (*frames.notes, *notes_of(found), *alike):
        print(f"note: {note}", file=sys.stderr)
    print(expectation(len(found.used), frames.shape))
    return 0
