"""Crops at 100 % where choosing is hard: hair, wires, highlights and smooth areas, method by method.

    python benchmarks/decision_figure.py -o docs/pictures/hard-places.png [--data FOLDER]

The scenes are rendered with the benchmarks' optics from the sample picture ``motorcycle`` and a lemur of
pymatting (CC0), which no training has seen. A row is a scene; its columns are the two sources, the truth
and what each method makes of the sources.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.optics import layouts
from benchmarks.optics.light import Floats, decode_srgb
from benchmarks.optics.scene import Layer, Scene
from benchmarks.pairs import SHARED
from benchmarks.scene_sets import read_matte, read_picture
from benchmarks.scenes import lens_for, make_pair
from fusion import FusionSettings, Photo, fuse, save_photo
from fusion.settings import AS_THEY_ARE

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "motorcycle_all_in_focus.jpg"
METHODS = ("sesf", "laplacian-pyramid", "learned-decision")
SIDE = 176
GAP = 4


def scenes(data: Path) -> Iterator[tuple[Scene, float, tuple[int, int]]]:
    """Scene, largest radius of blur in pixels, and the upper left corner of what is shown."""
    picture = decode_srgb(read_picture(SAMPLE))
    colour, alpha = read_matte(data / "mattes", "11")
    top, left, height, width = 60, 20, 360, 400
    colour, alpha = (part[top : top + height, left : left + width] for part in (colour, alpha))
    behind = picture[-height:, -width:]
    yield layouts.matte_scene(colour, alpha, behind), 7.0, hairiest(alpha)
    random = np.random.default_rng(5)
    front, back = picture[:320, :400], picture[60:380, 200:600]
    yield layouts.thin_structures(front, back, random), 7.0, (70, 110)
    yield layouts.matte_scene(*lights(random, back), behind[:320]), 9.0, (70, 110)
    even = cv2.GaussianBlur(picture[:320, :400], (0, 0), 25.0).astype(np.float32)
    yield Scene.of_layers([Layer(even, disc((320, 400)), 1.0), Layer(back, None, 0.0)]), 7.0, (60, 60)


def hairiest(alpha: Floats) -> tuple[int, int]:
    """Where a crop holds the most half-covered pixels."""
    half = ((alpha > 0.1) & (alpha < 0.9)).astype(np.float32)
    share = cv2.blur(half, (SIDE, SIDE))
    inside = share[SIDE // 2 : -SIDE // 2, SIDE // 2 : -SIDE // 2]
    top, left = np.unravel_index(int(inside.argmax()), inside.shape)
    return int(top), int(left)


def lights(random: np.random.Generator, picture: Floats) -> tuple[Floats, Floats]:
    """A dark foreground with small bright lights, and where it is."""
    colour = picture * np.float32(0.25)
    for y, x in random.integers(20, 300, (24, 2)):
        cv2.circle(colour, (int(x), int(y)), 1, (6.0, 5.0, 3.5), -1)
    alpha = np.zeros(picture.shape[:2], np.float32)
    alpha[:, :200] = 1
    return np.asarray(colour, np.float32), alpha


def disc(size: tuple[int, int]) -> Floats:
    """A smooth-rimmed disc in the middle."""
    y, x = np.mgrid[: size[0], : size[1]]
    distance = np.hypot(y - size[0] / 2, x - size[1] / 2)
    return np.clip(100.5 - distance, 0, 1).astype(np.float32)


def framed(crop: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """White to the right and below."""
    return np.pad(crop, ((0, GAP), (0, GAP), (0, 0)), constant_values=255)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    rows = []
    for scene, radius, (top, left) in scenes(options.data):
        stack = make_pair(scene, lens_for(scene, radius), 1.0, 0.0)
        frames = [Photo(frame) for frame in stack.frames]
        settings = [FusionSettings(name, None, "cpu", AS_THEY_ARE) for name in METHODS]
        fused = [fuse(frames, each).photo.pixels for each in settings]
        errors = [np.square(p.astype(float) - stack.all_in_focus).mean() for p in fused]
        named = zip(METHODS, errors, strict=True)
        print(", ".join(f"{name} {10 * np.log10(255**2 / error):.2f} dB" for name, error in named))
        shown = [*stack.frames, stack.all_in_focus, *fused]
        area = np.s_[top : top + SIDE, left : left + SIDE]
        rows.append(np.hstack([framed(picture[area]) for picture in shown]))
    save_photo(Photo(np.vstack(rows)[:-GAP, :-GAP]), options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
