"""Scenes from the development data beside the checkout, and the fixed set for benchmarks.

Held back for benchmarks: rgbd ``mb22`` to ``mb30`` and ``ny41`` to ``ny50``, mattes ``09`` to
``14``, and ``large/monstree12mp_1051.jpg``. Training may use rgbd ``mb01`` to ``mb21`` and ``ny01``
to ``ny40``, mattes ``01`` to ``08`` and everything in ``train``. What the pictures are: README.md
beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics import layouts
from benchmarks.optics.capture import random_captures
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded, Floats, boost_highlights, decode_srgb
from benchmarks.optics.photograph import fill_holes, scene_of_photograph
from benchmarks.optics.scene import Scene
from benchmarks.scenes import RenderedStack, focus_sweep, lens_for, make_stack

SHARED = Path("../shared/data")
MIDDLEBURY = tuple(f"mb{number}" for number in range(22, 31))
ROOMS = tuple(f"ny{number}" for number in range(41, 51))
MATTES = tuple(f"{number:02d}" for number in range(9, 15))
BARK = "large/monstree12mp_1051.jpg"

_HIGHLIGHT_GAIN = 3.0
_CROP_PX = 8


@dataclass(frozen=True)
class BenchmarkScene:
    """A named scene with the lenses that photograph it and the seed of what the camera adds."""

    name: str
    scene: Scene
    lenses: tuple[Lens, ...]
    seed: int

    def stack(self, perfect: bool = True, bits: int = 8, moving: bool = True) -> RenderedStack:
        """The frames: `perfect`, or with noise and movement (`random_captures`), cropped by 8 px.

        Without `moving` the noise stays, and neither the pose nor the exposure changes.
        """
        if perfect:
            return make_stack(self.scene, self.lenses, bits=bits)
        captures = random_captures(np.random.default_rng(self.seed), len(self.lenses))
        if not moving:
            captures = tuple(capture.still() for capture in captures)
        return make_stack(self.scene, self.lenses, captures, self.seed, bits, _CROP_PX)


def benchmark_scenes(seed: int = 2026, shared: Path = SHARED) -> Iterator[BenchmarkScene]:
    """The fixed set, always the same for a seed: 19 photographs with depth, 6 mattes, 4 made-up layouts.

    Two frames each, but five for every fourth scene. The largest circle of confusion has a radius
    of 3 to 9 pixels; every third aperture is a polygon.
    """
    generator = np.random.default_rng(seed)
    for index, (name, scene) in enumerate(_scenes(generator, shared)):
        blades = int(generator.integers(5, 9)) if index % 3 == 2 else 0
        lens = lens_for(
            scene, float(generator.uniform(3.0, 9.0)), blades, float(generator.uniform(0, 72))
        )
        frames = 5 if index % 4 == 3 else 2
        lenses = focus_sweep(scene, lens, frames)
        yield BenchmarkScene(name, scene, tuple(lenses), int(generator.integers(2**31)))


def _scenes(generator: np.random.Generator, shared: Path) -> Iterator[tuple[str, Scene]]:
    for name in (*MIDDLEBURY, *ROOMS):
        colour, disparity = read_rgbd(shared / "rgbd", name)
        yield name, scene_of_photograph(boost_highlights(colour, _HIGHLIGHT_GAIN), disparity)
    bark = decode_srgb(read_picture(shared / BARK))
    for name in MATTES:
        colour, alpha = read_matte(shared / "mattes", name)
        yield (
            f"matte{name}",
            layouts.matte_scene(colour, alpha, _random_crop(bark, alpha.shape, generator)),
        )
    size = (512, 640)
    one, two, three = (_random_crop(bark, size, generator) for _ in range(3))
    noise = layouts.noise_texture(size, generator)
    yield "ramp", layouts.ramp(one)
    yield "steps", layouts.steps([one, noise, two, three], angle_deg=float(generator.uniform(0, 360)))
    yield "spheres", layouts.spheres(noise, two, generator)
    yield "threads", layouts.thin_structures(noise, three, generator)


def read_rgbd(folder: Path, name: str, enlarge: int = 1) -> tuple[Floats, Floats]:
    """Linear light and disparity of a photograph of the rgbd set.

    Middlebury (``mbNN``) disparity is in pixels of the stored photograph; NYU (``nyNN``) depth becomes
    1/metres. `enlarge` makes both that many times larger (the unit of disparity stays).
    """
    path = next(folder.glob(f"{name}_image.*"), None)
    if path is None:
        raise FileNotFoundError(f"{folder} holds no photograph named {name}_image")
    colour = read_picture(path)
    if name.startswith("mb"):
        stored = _read_as_stored(folder / f"{name}_disp.png")
        disparity = fill_holes((stored / 256.0).astype(np.float32), stored > 0)
    else:
        stored = _read_as_stored(folder / f"{name}_depth.png")
        disparity = (1000.0 / np.maximum(stored, 1)).astype(np.float32)
    disparity = np.asarray(cv2.medianBlur(disparity, 5), np.float32)
    if enlarge > 1:
        h, w = disparity.shape
        size = (w * enlarge, h * enlarge)
        colour = np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)
        disparity = np.asarray(cv2.resize(disparity, size, interpolation=cv2.INTER_NEAREST), np.float32)
        for _ in range(3):  # rounds the stairs of the enlarged edges
            disparity = np.asarray(cv2.medianBlur(disparity, 5), np.float32)
    return decode_srgb(colour), disparity


def read_matte(folder: Path, name: str) -> tuple[Floats, Floats]:
    """Foreground colour in linear light (not premultiplied) and alpha of a matte."""
    stored = _read_as_stored(folder / f"{name}_rgba.png")
    colour = np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGRA2RGB), np.uint8)
    return decode_srgb(colour), (stored[..., 3] / np.float32(255)).astype(np.float32)


def read_picture(path: Path) -> Encoded:
    """An 8-bit RGB picture."""
    stored = _read_as_stored(path)
    if stored.ndim == 2:
        return np.asarray(cv2.cvtColor(stored, cv2.COLOR_GRAY2RGB), np.uint8)
    return np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGR2RGB), np.uint8)


def _read_as_stored(path: Path) -> npt.NDArray[np.integer]:
    stored = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if stored is None:
        raise FileNotFoundError(f"{path} is missing or not a picture")
    return np.asarray(stored, stored.dtype)


def _random_crop(picture: Floats, size: tuple[int, ...], generator: np.random.Generator) -> Floats:
    top = int(generator.integers(0, picture.shape[0] - size[0] + 1))
    left = int(generator.integers(0, picture.shape[1] - size[1] + 1))
    return picture[top : top + size[0], left : left + size[1]].copy()
