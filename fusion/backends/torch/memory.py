"""Where frames are fused: on the device if they fit there, on the CPU when its memory ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from fusion.frames.matching import FEW
from fusion.photo import Photo
from fusion.registry import Frames, Outcome
from models.running.torch_memory import free_memory, is_out_of_memory

LUMINANCE = 4
"""Bytes of a pixel's luminance."""


def fuse_where_it_fits(
    frames: Frames,
    device: str,
    bytes_each: int,
    there: Callable[[Sequence[Photo]], Outcome],
    elsewhere: Callable[[str], Outcome],
) -> Outcome:
    """``there`` with the photos on the device if few of them fit; else ``elsewhere(device)``, which
    takes them one at a time. When the memory ends, ``elsewhere("cpu")``, and the outcome says so.

    ``bytes_each`` is what a pixel takes in maps of the whole picture, beside sources and luminance.
    """
    try:
        photos = list(frames) if len(frames) <= FEW else []
        if photos and has_room(photos, torch.device(device), bytes_each):
            return there(photos)
        outcome = elsewhere(device)
        if outcome.device == "cpu" and torch.device(device).type != "cpu":
            return told_of_the_cpu(outcome)
        return outcome
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
    torch.cuda.empty_cache()  # after the error, whose traceback holds tensors
    return told_of_the_cpu(elsewhere("cpu"))


def has_room(photos: Sequence[Photo], device: torch.device, bytes_each: int) -> bool:
    """Whether the sources and the maps of the whole picture fit into the free memory."""
    free = free_memory(device)
    sources = sum(photo.pixels.nbytes for photo in photos)
    pixels = photos[0].height * photos[0].width
    return free is None or sources + pixels * (LUMINANCE * len(photos) + bytes_each) <= free


def told_of_the_cpu(outcome: Outcome) -> Outcome:
    """With a note that the memory of the device did not do."""
    notes = list(outcome.notes)
    notes.append("The graphics card has too little free memory; the processor made this result.")
    return replace(outcome, notes=tuple(notes))
