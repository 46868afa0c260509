"""Made-up detail: blocks of a fused picture that have more detail than any frame has there.

    python -m benchmarks.made_up_detail FUSED FOLDER

FOLDER holds the registered frames (``python -m fusion fuse ... --save-aligned FOLDER``), of the fused
picture's size. What counts is said in `fusion.activity.made_up_detail`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from fusion import load_photo
from fusion.activity.made_up_detail import BLOCK, made_up_blocks
from fusion.photo import Photo


def pictures(folder: Path) -> Iterator[Photo]:
    """The pictures of a folder, sorted by name, one at a time."""
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        yield load_photo(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("fused", type=Path)
    parser.add_argument("folder", type=Path, help="the registered frames")
    parser.add_argument("--show", type=Path, metavar="FILE", help="the picture with its blocks framed")
    options = parser.parse_args()
    photo = load_photo(options.fused)
    fused = photo.pixels
    blocks = made_up_blocks(photo, pictures(options.folder))
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
