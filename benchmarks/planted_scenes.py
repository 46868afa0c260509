"""The scenes on which motion and failures are planted: one set to develop with, another to test on.

The two sets share no photograph, no matte and no texture. The test set is made of what
`benchmarks.scene_sets` holds back; nothing may be tuned on it. Pictures have 1 to 2 megapixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.optics import layouts
from benchmarks.optics.light import Floats, boost_highlights, decode_srgb
from benchmarks.optics.photograph import scene_of_photograph
from benchmarks.optics.scene import Layer, Scene
from benchmarks.scene_sets import BARK, MIDDLEBURY, ROOMS, SHARED, read_picture, read_rgbd

_FEWEST_PIXELS = 1_000_000
_LARGEST_ENLARGEMENT = 4

_SMALL = ("mb26", "mb27", "mb28", "mb29")  # would have to be enlarged three or four times: too soft
_SIZE = (1040, 1300)
_REACH_PX = 48
_LAYOUTS = ("ramp", "steps", "spheres", "threads", "noise")


@dataclass(frozen=True)
class SceneSet:
    """The photographs with depth and the seed of one set of scenes."""

    name: str
    photographs: tuple[str, ...]
    seed: int


DEVELOPMENT = SceneSet(
    "development",
    (
        *(f"mb{number:02d}" for number in range(1, 22, 5)),
        *(f"ny{number:02d}" for number in range(1, 41, 4)),
    ),
    230_001,
)
TEST = SceneSet("test", tuple(name for name in (*MIDDLEBURY, *ROOMS) if name not in _SMALL), 236_923)
SETS = {chosen.name: chosen for chosen in (DEVELOPMENT, TEST)}


def planted_scene(
    chosen: SceneSet, index: int, random: np.random.Generator, shared: Path = SHARED
) -> tuple[str, Scene]:
    """The name of scene `index` of a set and the scene: photographs with depth and layouts in turn.

    A photograph that comes again is mirrored at random, so that it is not the same picture.
    """
    count = len(chosen.photographs) + len(_LAYOUTS)
    place = index % count
    if place >= len(chosen.photographs):
        name = _LAYOUTS[place - len(chosen.photographs)]
        return name, _layout(name, chosen, random, shared)
    name = chosen.photographs[place]
    colour, disparity = _large_enough(name, random, shared, mirror=index >= count)
    return name, scene_of_photograph(colour, disparity, reach_px=_REACH_PX)


def flat_scene(
    chosen: SceneSet, random: np.random.Generator, shared: Path = SHARED, fewest: int = _FEWEST_PIXELS
) -> tuple[str, Scene]:
    """The name of a photograph and its scene as one surface without anything behind it.

    Rendered four times as fast, for sweeps of many frames; enlarged to at least `fewest` pixels.
    """
    name = str(random.choice(chosen.photographs))
    colour, disparity = _large_enough(name, random, shared, mirror=True, fewest=fewest)
    return name, Scene.of_layers([Layer(colour, None, disparity)])


def _large_enough(
    name: str, random: np.random.Generator, shared: Path, mirror: bool, fewest: int = _FEWEST_PIXELS
) -> tuple[Floats, Floats]:
    """A photograph with highlights, and its disparity, enlarged by a whole number."""
    colour, disparity = read_rgbd(shared / "rgbd", name)
    enlarge = min(int(np.ceil((fewest / disparity.size) ** 0.5)), _LARGEST_ENLARGEMENT)
    if enlarge > 1:
        colour, disparity = read_rgbd(shared / "rgbd", name, enlarge)
    if mirror and random.random() < 0.5:
        colour, disparity = colour[:, ::-1].copy(), disparity[:, ::-1].copy()
    return boost_highlights(colour, float(random.uniform(1.0, 4.0))), disparity


def _layout(name: str, chosen: SceneSet, random: np.random.Generator, shared: Path) -> Scene:
    """A made-up scene with textures that the other set does not have."""
    one, two, three = (_texture(chosen, random, shared) for _ in range(3))
    angle = float(random.uniform(0.0, 360.0))
    if name == "ramp":
        return layouts.ramp(one, angle_deg=angle)
    if name == "steps":
        return layouts.steps([one, two, three], angle_deg=angle)
    if name == "spheres":
        return layouts.spheres(one, two, random)
    if name == "threads":
        return layouts.thin_structures(one, two, random, count=24)
    noise = layouts.noise_texture(_SIZE, random)
    return layouts.steps([one, noise, layouts.noise_texture(_SIZE, random)], angle_deg=angle)


def _texture(chosen: SceneSet, random: np.random.Generator, shared: Path) -> Floats:
    """Linear light of a texture's size: a piece of the bark for the test, else of a training picture."""
    if chosen is TEST:
        picture = read_picture(shared / BARK)
    else:
        paths = sorted((shared / "train").glob("*.jpg"))
        picture = read_picture(paths[int(random.integers(len(paths)))])
        factor = max(_SIZE[0] / picture.shape[0], _SIZE[1] / picture.shape[1])
        if factor > 1:
            h, w = (int(np.ceil(side * factor)) for side in picture.shape[:2])
            picture = np.asarray(cv2.resize(picture, (w, h), interpolation=cv2.INTER_CUBIC), np.uint8)
    top, left = (int(random.integers(picture.shape[k] - _SIZE[k] + 1)) for k in (0, 1))
    return decode_srgb(picture[top : top + _SIZE[0], left : left + _SIZE[1]])
