"""z-stacks of several dyes: each dye is fused by itself, into a file of its own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fusion.errors import WrongUsageError
from fusion.files import dyes_of
from fusion.frames.sources import Page, Source
from fusion.register.registration import Registration

OUTPUTS = ("output", "decision_map", "depth", "save_transforms", "save_aligned", "save_slabs")
"""Options that name what a command writes."""


@dataclass(frozen=True)
class Stack:
    """The frames of one dye, and the file of each."""

    places: tuple[Path, ...]
    sources: tuple[Source, ...]


def stacks_of(paths: Sequence[Path], pages: bool, dye: int | None = None) -> list[Stack]:
    """The stacks that files stand for: one of all files, or with ``pages`` one for each of their dyes.

    Raises ``WrongUsageError`` where there is no such ``dye``, counted from 1, and where the files do not
    hold equally many.
    """
    if not pages and dye is None:
        return [Stack(tuple(paths), tuple(paths))]
    by_file = [dyes_of(path) for path in paths]
    counts = {len(dyes) for dyes in by_file}
    if len(counts) > 1:
        raise WrongUsageError(
            "dyes-differ",
            "the files hold different numbers of dyes ({counts}); fuse them one by one",
            counts=", ".join(map(str, sorted(counts))),
        )
    count = counts.pop()
    if dye is not None and not 1 <= dye <= count:
        raise WrongUsageError(
            "no-such-dye", "there is no dye {dye}; there are {count}, counted from 1",
            dye=dye, count=count,
        )  # fmt: skip
    wanted = range(count) if dye is None else [dye - 1]
    return [stack_of_dye(paths, [dyes[number] for dyes in by_file]) for number in wanted]


def stack_of_dye(paths: Sequence[Path], pages: Sequence[tuple[int, ...]]) -> Stack:
    """The stack of the given pages of each file; a file of one page stands for itself."""
    places: list[Path] = []
    sources: list[Source] = []
    for path, numbers in zip(paths, pages, strict=True):
        places += [path] * len(numbers)
        sources += [path] if numbers == (0,) else [Page(path, number) for number in numbers]
    return Stack(tuple(places), tuple(sources))


def only_stack(paths: Sequence[Path], pages: bool, dye: int | None) -> Stack:
    """The one stack of a command that takes no more; raises ``WrongUsageError`` where a dye must be
    chosen."""
    stacks = stacks_of(paths, pages, dye)
    if len(stacks) > 1:
        raise WrongUsageError(
            "choose-a-dye", "the z-stack has {count} dyes; choose one with --dye", count=len(stacks)
        )
    return stacks[0]


def of_dye(options: argparse.Namespace, number: int, count: int) -> argparse.Namespace:
    """The options for dye ``number``, from 1, of ``count``: ``_dye2`` stands in the name of each file
    that is written, where there are several."""
    part = argparse.Namespace(**vars(options))
    for name in OUTPUTS if count > 1 else ():
        path = getattr(options, name, None)
        if path is not None and path.name:
            setattr(part, name, path.with_name(f"{path.stem}_dye{number}{path.suffix}"))
    return part


def geometry_of(registration: Registration | None) -> Registration | None:
    """A registration for another dye: the same motion and crop, so that the results lie on each other,
    and no gains, since each dye has a brightness of its own."""
    if registration is None:
        return None
    frames = tuple(
        replace(
            frame,
            transform=replace(frame.transform, gain=(1.0, 1.0, 1.0)),
            flags=() if frame.used else frame.flags,
        )
        for frame in registration.frames
    )
    return replace(registration, frames=frames)
