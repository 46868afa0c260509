"""Make the sample pairs in `data/` from the development data beside the checkout.

Usage: ``python -m benchmarks.make_samples [--source ../shared/data] [--out data]``

`circuit_board` and `push_button` are real photographs, `motorcycle` is rendered; what they are and
their licences: data/README.md.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from benchmarks.optics.capture import Capture
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded, boost_highlights
from benchmarks.optics.photograph import scene_of_photograph
from benchmarks.optics.registered_pair import register_pair, residual_px
from benchmarks.scene_sets import read_picture, read_rgbd
from benchmarks.scenes import make_pair

JPEG_QUALITY = 93
HEIGHT_PX = 1200


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample pairs in data/.")
    parser.add_argument("--source", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("data"))
    arguments = parser.parse_args()
    make_real_pair(arguments.source / "stacks/pcb", (0, 4), arguments.out, "circuit_board")
    make_real_pair(arguments.source / "stacks/depthmap", (2, 6), arguments.out, "push_button")
    make_motorcycle_pair(arguments.source / "rgbd", arguments.out)


def make_real_pair(stack: Path, chosen: tuple[int, int], out: Path, name: str) -> None:
    """Register two frames of a stack, reduce both to `HEIGHT_PX` rows and write them."""
    frames = [read_picture(path) for path in sorted(stack.iterdir()) if path.suffix.lower() == ".jpg"]
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


def make_motorcycle_pair(folder: Path, out: Path) -> None:
    """Render the motorcycle photograph, enlarged twofold, through a thin lens focused near and far."""
    colour, disparity = read_rgbd(folder, "mb30", enlarge=2)
    scene = scene_of_photograph(boost_highlights(colour, gain=3.0), disparity, slices=10)
    camera = Capture(electrons_at_white=20000, read_noise_electrons=4)
    made = make_pair(
        scene, Lens(focus=0, aperture_px=0.28), near=48.0, far=14.0, captures=[camera, camera]
    )
    for index, frame in enumerate(made.frames, start=1):
        _write(out / f"motorcycle_{index}.jpg", frame)
    _write(out / "motorcycle_all_in_focus.jpg", made.all_in_focus)


def _write(path: Path, picture: Encoded) -> None:
    sampling = int(cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), options)
    print(f"  {path} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
