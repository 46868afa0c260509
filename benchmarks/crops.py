"""A figure to judge by eye: sources, result and, where there is one, decision map, at 100 %.

    python benchmarks/crops.py FIRST SECOND --at X Y [--size W H] -o FIGURE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fusion import FusionSettings, Photo, fuse, load_photo, methods, save_photo

GAP = 4


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sources", nargs=2, type=Path)
    parser.add_argument("--at", nargs=2, type=int, default=(0, 0), metavar=("X", "Y"))
    parser.add_argument("--size", nargs=2, type=int, default=(480, 360), metavar=("W", "H"))
    parser.add_argument("--method", choices=sorted(methods()), default="sesf")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    photos = [load_photo(path) for path in options.sources]
    result = fuse(photos, FusionSettings(options.method))
    pictures = [photos[0].pixels, photos[1].pixels, result.photo.pixels]
    if result.decision is not None:
        pictures.append(np.repeat(result.decision.as_grey()[:, :, None], 3, axis=2))
    (x, y), (width, height) = options.at, options.size
    crops = [picture[y : y + height, x : x + width] for picture in pictures]
    if len(crops) == 3:
        crops.append(np.full_like(crops[2], 255))
    across = np.full((crops[0].shape[0], GAP, 3), 255, dtype=np.uint8)
    rows = [np.hstack([crops[i], across, crops[i + 1]]) for i in (0, 2)]
    down = np.full((GAP, rows[0].shape[1], 3), 255, dtype=np.uint8)
    save_photo(Photo(np.vstack([rows[0], down, rows[1]])), options.output)
    print(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
