"""Made-up detail: blocks of a fused picture that have more detail than any frame has there.

    python -m benchmarks.made_up_detail FUSED FOLDER

FOLDER holds the registered frames (``python -m fusion fuse ... --save-aligned FOLDER``), of the fused
picture's size. Detail is the mean square of the Laplacian of luminance (8-bit levels) in blocks of
16×16 pixels; a block counts when the fused picture has more than 1.5 times the detail of every frame and
`FLOOR` levels² more than it: below that it is noise. An echo, a torn letter, a mosaic make such blocks.

Known weakness: a block half of which is sharp in one frame and half in another may rightly have up to
twice the detail of each; so a good result has a few such blocks along edges of depth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from fusion import load_photo
from fusion.photo import Pixels

BLOCK, FACTOR, FLOOR = 16, 1.5, 8.0

Blocks = npt.NDArray[np.float64]


def detail(picture: Pixels) -> Blocks:
    """Mean square of the Laplacian of luminance in each whole block, in levels of 8 bits, squared."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    most = 1.0 if grey.dtype.kind == "f" else 256.0**grey.dtype.itemsize - 1
    levels = np.asarray(grey, np.float32) * np.float32(255.0 / most)
    energy = np.asarray(cv2.Laplacian(levels, cv2.CV_32F), np.float32) ** 2
    rows, columns = (side // BLOCK for side in energy.shape)
    whole = energy[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return np.asarray(whole.mean(axis=(1, 3), dtype=np.float64), np.float64)


def made_up_blocks(fused: Pixels, frames: Iterable[Pixels]) -> npt.NDArray[np.bool_]:
    """Which blocks of the fused picture have made-up detail; the frames are looked at one by one."""
    largest: Blocks | None = None
    for frame in frames:
        if frame.shape[:2] != fused.shape[:2]:
            raise ValueError(f"a frame is {frame.shape[:2]}, the fused picture {fused.shape[:2]}")
        here = detail(frame)
        largest = here if largest is None else np.maximum(largest, here)
    if largest is None:
        raise ValueError("no frames to compare with")
    return np.asarray(detail(fused) > np.maximum(FACTOR * largest, largest + FLOOR), np.bool_)


def made_up_share(fused: Pixels, frames: Iterable[Pixels]) -> float:
    """Share of blocks with made-up detail, 0 to 1."""
    return float(made_up_blocks(fused, frames).mean())


def pictures(folder: Path) -> Iterator[Pixels]:
    """The pictures of a folder, sorted by name, one at a time."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        yield load_photo(path).pixels


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("fused", type=Path)
    parser.add_argument("folder", type=Path, help="the registered frames")
    parser.add_argument("--show", type=Path, metavar="FILE", help="the picture with its blocks framed")
    options = parser.parse_args()
    fused = load_photo(options.fused).pixels
    blocks = made_up_blocks(fused, pictures(options.folder))
    print("| picture | blocks | made-up | share |\n|---|---|---|---|")
    print(f"| {options.fused.name} | {blocks.size} | {blocks.sum()} | {blocks.mean():.3%} |")
    if options.show:
        shown = cv2.cvtColor(fused, cv2.COLOR_RGB2BGR if fused.ndim == 3 else cv2.COLOR_GRAY2BGR)
        for row, column in np.argwhere(blocks) * BLOCK:
            corner = int(column), int(row)
            cv2.rectangle(shown, (*corner, BLOCK, BLOCK), (0, 0, int(shown.max())), 1)
        cv2.imwrite(str(options.show), shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
