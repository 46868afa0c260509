"""Renders stacks for training the learned decision, from pictures that no benchmark uses.

    python benchmarks/training_stacks.py OUTPUT [--data FOLDER] [--each 3] [--made-up 60] [--seed 7]

Each stack is a folder: ``frame_1.png`` and so on in the order of focus, ``all_in_focus.png`` and
``sharpest.png`` (the number of the frame in focus, from 0), all grey. Its name is that of the pictures
it was made from, joined by ``+``, and a number, so that a training can keep pictures apart for
validation. ``python -m models train --method learned-decision`` takes OUTPUT among its folders.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.optics import layouts
from benchmarks.optics.light import Floats, boost_highlights, decode_srgb
from benchmarks.optics.photograph import scene_of_photograph
from benchmarks.optics.scene import Scene
from benchmarks.scene_sets import SHARED, read_matte, read_picture, read_rgbd
from benchmarks.scenes import RenderedStack, focus_sweep, lens_for, make_stack

DEPTHS = [f"mb{number:02d}" for number in range(1, 22)] + [f"ny{number:02d}" for number in range(1, 41)]
MATTES = [f"{number:02d}" for number in range(1, 9)]
FRAMES = (2, 2, 3, 4, 5, 5)


def scenes(
    random: np.random.Generator, data: Path, each: int, made_up: int
) -> Iterator[tuple[str, Scene]]:
    """Every photograph with depth ``each`` times, every matte twice as often, and layouts."""
    photographs = sorted((data / "train").glob("*.jpg"))
    for _ in range(each):
        for name in DEPTHS:
            colour, disparity = read_rgbd(data / "rgbd", name)
            gain = float(random.uniform(1, 4))
            yield name, scene_of_photograph(boost_highlights(colour, gain), disparity)
    for _ in range(2 * each):
        for name in MATTES:
            colour, alpha = read_matte(data / "mattes", name)
            source, behind = _background(random, photographs, alpha.shape)
            yield f"{name}_rgba+{source}", layouts.matte_scene(colour, alpha, behind)
    for _ in range(made_up):
        chosen = [_background(random, photographs, (384, 448)) for _ in range(3)]
        names = "+".join(source for source, _ in chosen)
        yield names, layouts.random_scene([picture for _, picture in chosen], random)


def _background(
    random: np.random.Generator, photographs: list[Path], size: tuple[int, ...]
) -> tuple[str, Floats]:
    """A photograph's name, and a crop of it in linear light, enlarged where it is too small."""
    path = photographs[int(random.integers(len(photographs)))]
    picture = read_picture(path)
    scale = max(size[0] / picture.shape[0], size[1] / picture.shape[1], 0.6)
    height, width = (max(size[axis], round(picture.shape[axis] * scale)) for axis in (0, 1))
    picture = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (int(random.integers(extra + 1)) for extra in (height - size[0], width - size[1]))
    return path.stem, decode_srgb(picture[top : top + size[0], left : left + size[1]])


def photograph(random: np.random.Generator, scene: Scene) -> RenderedStack:
    """A sweep of two to five frames through a lens whose largest blur has a radius of 2 to 20 pixels."""
    blades = int(random.integers(5, 9)) if random.random() < 0.3 else 0
    radius = float(np.exp(random.uniform(np.log(2), np.log(20))))
    lens = lens_for(scene, radius, blades, float(random.uniform(0, 72)))
    count = int(random.choice(FRAMES))
    return make_stack(scene, focus_sweep(scene, lens, count))


def save(stack: RenderedStack, folder: Path) -> None:
    """The grey pictures of a stack as PNG."""
    folder.mkdir(parents=True)
    pictures = {f"frame_{number}": frame for number, frame in enumerate(stack.frames, 1)}
    for name, picture in (pictures | {"all_in_focus": stack.all_in_focus}).items():
        cv2.imwrite(str(folder / f"{name}.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    cv2.imwrite(str(folder / "sharpest.png"), stack.sharpest)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("output", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of rgbd/, mattes/ and train/")
    parser.add_argument("--each", type=int, default=3, help="stacks of each photograph with depth")
    parser.add_argument("--made-up", type=int, default=60, help="stacks of made-up layouts")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    cv2.setNumThreads(1)
    for number, (name, scene) in enumerate(
        tqdm(scenes(random, options.data, options.each, options.made_up))
    ):
        save(photograph(random, scene), options.output / f"{name}-{number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
