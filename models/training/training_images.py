"""What training scenes are made of: photographs, photographs with depth, and mattes, in folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.training.focus_pairs import TRUTH, find_pairs, photographs_of
from models.training.pair_batches import read_pair
from models.training.photographs import find_pictures, read_luminance, split_photographs

Grey = npt.NDArray[np.uint8]
KINDS = ("photographs", "depths", "mattes", "stacks")


@dataclass(frozen=True)
class Stack:
    """A rendered stack: ``frames`` (n, H, W) in order of focus, ``reference``, ``sharpest`` (H, W)."""

    frames: Grey
    reference: Grey
    sharpest: Grey


@dataclass(frozen=True)
class TrainingImages:
    """Decoded pictures; ``depths`` are photographs with a disparity in [0, 1], larger is nearer."""

    photographs: list[Grey]
    depths: list[tuple[Grey, FloatMap]] = field(default_factory=list)
    mattes: list[FloatMap] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)


@dataclass(frozen=True)
class TrainingImagePaths:
    """Where the pictures of each kind are; a stack is a folder, or the truth of a pair."""

    photographs: list[Path]
    depths: list[Path]
    mattes: list[Path]
    stacks: list[Path]

    def counts(self) -> dict[str, int]:
        """How many there are, by kind."""
        return {name: len(getattr(self, name)) for name in KINDS}

    def load(self) -> TrainingImages:
        """Read them all."""
        return TrainingImages(
            [read_luminance(path) for path in self.photographs],
            [(read_luminance(path), read_disparity(path)) for path in self.depths],
            [read_alpha(path) for path in self.mattes],
            [read_stack(path) for path in self.stacks],
        )

    def split(self, share: float, seed: int) -> tuple[TrainingImagePaths, TrainingImagePaths]:
        """(training, validation): no picture is in both.

        A stack is for training if none of the pictures that it was made from validates, and for
        validation if all of them do.
        """
        parts = [
            split_photographs(paths, share, seed) if len(paths) > 1 else (paths, [])
            for paths in (self.photographs, self.depths, self.mattes)
        ]
        held_back = {
            path.stem.removesuffix("_image").removesuffix(TRUTH) for _, part in parts for path in part
        }
        sources = {path: stack_sources(path) for path in self.stacks}
        (photographs, unseen), (depths, unseen_depths), (mattes, unseen_mattes) = parts
        stacks = [path for path in self.stacks if not sources[path] & held_back]
        unseen_stacks = [path for path in self.stacks if sources[path] <= held_back]
        return (
            TrainingImagePaths(photographs, depths, mattes, stacks),
            TrainingImagePaths(unseen, unseen_depths, unseen_mattes, unseen_stacks),
        )


def find_training_images(folders: Sequence[Path]) -> TrainingImagePaths:
    """What lies below the folders, sorted.

    A near- and a far-focused picture with their truth (``models.training.focus_pairs``) are a stack of
    two frames, and the truth is a photograph too.
    A folder with ``all_in_focus.png`` is a stack, with ``frame_1.png`` and so on and ``sharpest.png``;
    its name is that of the pictures it was made from, joined by ``+``, then ``-`` and a number.
    ``NAME_rgba.png`` is a matte. ``NAME_image.*`` is a photograph with depth if ``NAME_disp.png``
    (16 bit, larger is nearer) or ``NAME_depth.png`` (larger is farther) stands beside it, and else the
    picture that a matte was taken from, which is left out. All others are photographs.
    """
    found = TrainingImagePaths([], [], [], [])
    every = find_pictures(folders)
    pictures = photographs_of(every)
    found.stacks.extend(pair.truth for pair in find_pairs(every) if pair.truth)
    found.stacks.extend(path.parent for path in pictures if path.name == "all_in_focus.png")
    inside = set(found.stacks)
    for path in pictures:
        if path.parent in inside or path.name.endswith(("_disp.png", "_depth.png")):
            continue
        if path.name.endswith("_rgba.png"):
            found.mattes.append(path)
        elif not path.stem.endswith("_image"):
            found.photographs.append(path)
        elif _depth_path(path) is not None:
            found.depths.append(path)
    return found


def stack_sources(path: Path) -> set[str]:
    """Names of the pictures that a stack or a pair was made from.

    Examples
    --------
    >>> sorted(stack_sources(Path("stacks/tree+wall-3"))), stack_sources(Path("tree_all_in_focus.png"))
    (['tree', 'wall'], {'tree'})
    """
    if path.stem.endswith(TRUTH):
        return {path.stem.removesuffix(TRUTH)}
    return set(path.name.rsplit("-", 1)[0].split("+"))


def read_stack(folder: Path) -> Stack:
    """The stack in a folder, or the pair whose truth this is; raises ``ValueError`` for one that is not
    whole."""
    if folder.is_file():
        return read_pair_as_stack(folder)
    count = len(list(folder.glob("frame_*.png")))
    names = [*(f"frame_{number}" for number in range(1, count + 1)), "all_in_focus", "sharpest"]
    pictures = [_decoded(folder / f"{name}.png", cv2.IMREAD_GRAYSCALE) for name in names]
    whole = [picture for picture in pictures if picture is not None]
    if count < 2 or len(whole) < len(names) or len({picture.shape for picture in whole}) > 1:
        raise ValueError(f"the stack {folder} is not whole; render it again or take it out")
    values = np.stack(whole).astype(np.uint8)
    return Stack(values[:-2], values[-2], values[-1])


def read_pair_as_stack(truth: Path) -> Stack:
    """A pair as two frames. Each pixel is taken to be sharpest in the frame nearer to the truth over
    5 × 5 pixels."""
    pair = next(pair for pair in find_pairs(truth.parent.iterdir()) if pair.truth == truth)
    near, far, sharp = read_pair(pair).astype(np.float32)
    apart = [cv2.blur(np.abs(frame - sharp), (5, 5)) for frame in (near, far)]
    sharpest = (apart[1] < apart[0]).astype(np.uint8)
    return Stack(np.stack((near, far)).astype(np.uint8), sharp.astype(np.uint8), sharpest)


def read_disparity(photograph: Path) -> FloatMap:
    """The disparity beside ``NAME_image.*``, scaled to [0, 1]; unknown pixels get the background's."""
    path = _depth_path(photograph)
    stored = None if path is None else _decoded(path, cv2.IMREAD_UNCHANGED)
    if path is None or stored is None:
        raise ValueError(f"the depth beside {photograph} cannot be read; take it out of the folder")
    values = np.asarray(stored, np.float32)
    known = values > 0
    if path.name.endswith("_depth.png"):
        values = np.asarray(1 / np.maximum(values, 1), np.float32)
    filled = np.where(known, values, values[known].min()).astype(np.float32)
    values = np.asarray(cv2.medianBlur(filled, 5), np.float32)
    low, high = np.quantile(values[::4, ::4], (0.01, 0.99))
    return np.clip((values - low) / max(high - low, 1e-9), 0, 1).astype(np.float32)


def read_alpha(path: Path) -> FloatMap:
    """The alpha of a ``NAME_rgba.png``, (H, W) in [0, 1]."""
    stored = _decoded(path, cv2.IMREAD_UNCHANGED)
    if stored is None or stored.ndim != 3 or stored.shape[2] != 4:
        raise ValueError(f"{path} is no picture with alpha; take it out of the folder")
    return stored[..., 3].astype(np.float32) / np.float32(255)


def _decoded(path: Path, flags: int) -> npt.NDArray[Any] | None:
    """The pixels of a file of any name; None where it cannot be read. OpenCV itself opens only names in
    the system's code page on Windows.
    """
    try:
        content = np.fromfile(path, np.uint8)
    except OSError:
        return None
    return cv2.imdecode(content, flags) if content.size else None


def _depth_path(photograph: Path) -> Path | None:
    name = photograph.stem.removesuffix("_image")
    for suffix in ("_disp.png", "_depth.png"):
        path = photograph.with_name(name + suffix)
        if path.exists():
            return path
    return None
