"""The same scenes at several resolutions: is the choice as good at many megapixels as at few?

    python benchmarks/resolution.py [--enlarge 2 4 8] [--methods sesf,learned-decision] [--data FOLDER]

A photograph with depth is enlarged, so that its texture is as soft to the pixel as that of a camera of
many megapixels, and rendered by a lens whose blur grows with it. A row shows PSNR (16 pixels at the
border left out for each fold) and how far it lies below the best choice of whole pixels.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.optics.photograph import scene_of_photograph
from benchmarks.pairs import SHARED, psnr
from benchmarks.quality_measures import chosen
from benchmarks.scene_sets import read_rgbd
from benchmarks.scenes import RenderedStack, lens_for, make_pair
from fusion import FusionSettings, Photo, fuse
from fusion.settings import AS_THEY_ARE

SCENES = ("mb25", "ny43")
RADIUS = 2.5
"""Largest radius of blur in pixels of the photograph as it is stored."""


def render(name: str, enlarge: int, data: Path) -> RenderedStack:
    """A pair focused on the nearest and on the farthest."""
    colour, disparity = read_rgbd(data / "rgbd", name, enlarge)
    scene = scene_of_photograph(colour, disparity, reach_px=max(48, 6 * enlarge))
    far, near = scene.disparity_range
    return make_pair(scene, lens_for(scene, RADIUS * enlarge), near, far)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--enlarge", type=int, nargs="+", default=[2, 4, 8])
    parser.add_argument("--methods", default="sesf,learned-decision")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    names = options.methods.split(",")
    print("| scene | megapixels | best choice, dB | " + " | ".join(names) + " |")
    print("|---" * (3 + len(names)) + "|")
    for name in SCENES:
        for enlarge in options.enlarge:
            stack = render(name, enlarge, options.data)
            frames = [Photo(frame) for frame in stack.frames]
            truth = Photo(stack.all_in_focus)
            errors = [np.abs(f.pixels.astype(int) - truth.pixels).sum(axis=2) for f in frames]
            best = psnr(chosen(frames, np.argmin(errors, axis=0).astype(np.uint8)), truth, 16 * enlarge)
            cells = []
            for method in names:
                fused = fuse(frames, FusionSettings(method, None, "cpu", AS_THEY_ARE)).photo
                value = psnr(fused, truth, 16 * enlarge)
                cells.append(f"{value:.2f} ({value - best:+.2f})")
            size = truth.height * truth.width / 1e6
            print(f"| {name} | {size:.1f} | {best:.2f} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
