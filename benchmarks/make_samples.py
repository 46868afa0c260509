"""Make the sample pairs in `data/` from the development data beside the checkout.

Usage: ``python -m benchmarks.make_samples [--source ../shared/data] [--out data]``

`circuit_board` and `push_button` are real photographs; what they are and their licences: data/README.md.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from benchmarks.optics.registered_pair import Picture, register_pair, residual_px

JPEG_QUALITY = 93
HEIGHT_PX = 1200


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample pairs in data/.")
    parser.add_argument("--source", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("data"))
    arguments = parser.parse_args()
    make_real_pair(arguments.source / "stacks/pcb", (0, 4), arguments.out, "circuit_board")
    make_real_pair(arguments.source / "stacks/depthmap", (2, 6), arguments.out, "push_button")


def make_real_pair(stack: Path, chosen: tuple[int, int], out: Path, name: str) -> None:
    """Register two frames of a stack, reduce both to `HEIGHT_PX` rows and write them."""
    frames = [_read(path) for path in sorted(stack.iterdir()) if path.suffix.lower() == ".jpg"]
    pair = register_pair(frames, *chosen)
    h, w = pair[0].shape[:2]
    size = (round(w * HEIGHT_PX / h), HEIGHT_PX)
    reduced = [np.asarray(cv2.resize(f, size, interpolation=cv2.INTER_AREA), np.uint8) for f in pair]
    left = residual_px(reduced[0], reduced[1])
    print(
        f"{name}: {size[0]}×{size[1]}, {len(left)} blocks, residual shift median {np.median(left):.2f}"
        f" px, 90 % below {np.percentile(left, 90):.2f} px"
    )
    for index, frame in enumerate(reduced, start=1):
        _write(out / f"{name}_{index}.jpg", frame)


def _read(path: Path) -> Picture:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise FileNotFoundError(f"{path} is missing or not a picture")
    return np.asarray(picture, np.uint8)


def _write(path: Path, picture: Picture) -> None:
    sampling = int(cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)
    print(f"  {path} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
